export * from './errors.ts';
export { openRecording } from './open.ts';
export type { Recording, RecordingFormat } from './types.ts';
