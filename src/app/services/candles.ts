import type { CandleService } from '../../services/candles/answers.ts';
import { createCandleService } from '../../services/candles/index.ts';
import type { ServiceRow } from './row.ts';

/** Candles from the venues that this server follows. Their receipts cite one exchange, which the prover of funding.ts reads. */
export const CANDLES: ServiceRow<CandleService> = {
  open: ({ venues, ask, source, clock }) => ({ service: createCandleService({ venues, ask, source, clock }) }),
};
