export { createFundingService } from './service.ts';
