import type { Capabilities } from '../model.ts';

/** What every model on lags takes. */
export const LAG_CAPABILITIES: Capabilities = {
  minLength: () => 8,
  season: 'used',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'taken',
  intervals: 'given',
  cost: 'fast',
};
