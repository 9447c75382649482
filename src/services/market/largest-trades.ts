import { US_PER_SECOND } from '../../core/index.ts';
import type { TradesAnswer } from './answers.ts';
import { whyBlind } from './blindness.ts';
import { answerBase, spanHere, type Reading } from './reading.ts';
import { tradeRow } from './small-answers.ts';
import { heldSince, tradesSince } from './tape.ts';
import { blindOf } from './trade-coverage.ts';

/** The largest trades of the last seconds, of equal ones the newest first; a caveat if trades of that time are missing. */
export function makeLargestTrades(reading: Reading, limit: number, seconds: number): TradesAnswer {
  const { market, exchangeAt: until } = reading;
  const from = until - seconds * US_PER_SECOND;
  const why = whyBlind(market.tape, blindOf(reading), from, until);
  const trades = tradesSince(market.tape, from + 1, until).toSorted((a, b) => b.size - a.size || b.ordinal - a.ordinal);
  const base = answerBase(reading, {
    streams: ['trade'],
    coverage: spanHere(reading, Math.max(from, heldSince(market.tape) ?? until), until, why === null),
  });
  return {
    ...base,
    caveats: why === null ? base.caveats : [...base.caveats, `A larger trade may be missing: ${why}.`],
    symbol: market.symbol,
    venue: market.venue,
    trades: trades.slice(0, limit).map((trade) => tradeRow(reading, trade)),
    next_before_id: null,
  };
}
