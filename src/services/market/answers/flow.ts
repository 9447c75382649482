import { z } from 'zod';
import { absences, answerBase, count, instrumentFields, time, type Unsealed } from '../../../core/answer-fields.ts';
import { made, num, numOrNull } from '../../../core/number-marks.ts';

/** One window of signed flow. Values are null unless every trade of the window is known. */
const flowWindow = z.strictObject({
  seconds: num('flow-window', 'Length of the window, seconds.'),
  buy: numOrNull('flow-window', 'Bought by takers, base currency; null unless complete.'),
  sell: numOrNull('flow-window', 'Sold by takers, base currency; null unless complete.'),
  net: numOrNull('flow-window', 'buy − sell, base currency; null unless complete.'),
  net_quote: numOrNull('flow-window', 'The same in quote currency; null unless complete.'),
  trades: made('flow-window', count.nullable().describe('Number of trades; null unless complete.')),
  vwap: numOrNull('vwap', 'Volume-weighted price, quote currency; null without trades or unless complete.'),
  ofi: numOrNull(
    'ofi',
    'Order-flow imbalance: signed changes of the best bid and ask, other than resting imbalance; base currency; null unless the book was whole throughout.',
  ),
  refilled_trades: made(
    'flow-window',
    count.nullable().describe('Number of these trades that were fetched after they happened.'),
  ),
  complete: z.boolean().describe('Whether every trade of the window is known.'),
});
export type FlowWindow = z.output<typeof flowWindow>;

export const flowAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  orders_per_sec: numOrNull('rate', 'Trades plus book messages per second, no count of orders; mean of 10 s.'),
  net_flow_30s: numOrNull('net-flow', 'Bought minus sold over the last 30 s, base currency.'),
  windows: z.array(flowWindow).describe('Shortest first.'),
  cvd: z
    .strictObject({
      since: time('Start of the sum: its oldest trade, also if fetched later'),
      live_since: z.string().nullable().describe('Trades from here on came as they happened, RFC 3339 UTC; null: none did.'),
      refilled_trades: count.describe('Number of its trades that were fetched after they happened.'),
      base: num('cvd', 'Bought minus sold since then, base currency.'),
      quote: num('cvd', 'The same for price × size, quote currency.'),
    })
    .nullable()
    .describe('Cumulative volume delta; null without trades.'),
  absent: absences,
});
export type FlowAnswer = Unsealed<z.output<typeof flowAnswer>>;
