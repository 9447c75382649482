import type { Capabilities } from '../model.ts';

/** Capabilities common to all models on lags. */
export const LAG_CAPABILITIES: Capabilities = {
  minLength: () => 8,
  season: 'used',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'taken',
  intervals: 'given',
  cost: 'fast',
};
