export type * from './answers.ts';
export { MAX_AGE_SEC } from './answers.ts';
export { createClaimService, type Asking, type ClaimServiceOptions } from './service.ts';
