export { createCandleService } from './service.ts';
