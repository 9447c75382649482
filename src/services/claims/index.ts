export type * from './answers.ts';
export { MAX_AGE_SEC } from './answers.ts';
export type { Asking, ClaimServiceOptions, JudgedAnswer, Prover } from './options.ts';
export { createClaimService } from './service.ts';
