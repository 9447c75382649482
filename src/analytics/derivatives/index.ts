export * from './funding.ts';
