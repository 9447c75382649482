import type { AnswerBase, LiquidationsAnswer } from '../../services/market/answers.ts';

const time = (second: string) => `2026-11-20T12:${second}.123Z`;

/** Liquidations of a busy hour, from a venue that leaves some out. */
export const liquidationsByHand = (base: AnswerBase): LiquidationsAnswer => ({
  ...base,
  coverage: { ...base.coverage, complete: false },
  caveats: [
    'Binance USD-M Futures sends at most one liquidation in 1 s per symbol and drops the others: sums are a lower bound.',
    'Liquidations are recorded only since 2026-11-20T12:04:56.012Z.',
    'The stream was interrupted 3 times in the span.',
  ],
  symbol: 'BTCUSDT',
  venue: 'binance-usdm',
  asked_from: '2026-11-20T11:34:56.789Z',
  covered_sec: 1_781.345_678,
  floor: true,
  long: { count: 1_081, base: 123.456_789_1, quote: 11_263_456.123_456_7, largest_quote: 1_063_456.123_456_7 },
  short: { count: 381, base: 23.456_789_1, quote: 2_140_012.123_456_7, largest_quote: 263_456.123_456_7 },
  quote_total: 13_403_468.246_913_4,
  missed: [
    { from: time('30:01'), to: time('30:09') },
    { from: time('20:01'), to: time('20:09') },
    { from: time('10:01'), to: time('10:09') },
  ],
  absent: [],
});
