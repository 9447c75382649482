import type { CandleService } from '../../services/candles/answers.ts';
import { createCandleService } from '../../services/candles/index.ts';
import { followedSymbol } from '../../services/market/index.ts';
import type { ServiceRow } from './row.ts';

/** Candles from the venues that this server follows. Their receipts cite one exchange, which the prover of funding.ts reads. */
export const CANDLES: ServiceRow<CandleService> = {
  open: ({ engine, venues, ask, source, clock }) => ({
    service: createCandleService({
      venues,
      followed: (venue, asked) => followedSymbol(engine, venue, asked),
      ask,
      source,
      clock,
    }),
  }),
};
