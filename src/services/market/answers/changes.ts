import { z } from 'zod';
import { absences, answerBase, bookSide, count, instrumentFields, time, type Unsealed } from '../../../core/answer-fields.ts';
import { made, numOrNull, num, plain } from '../../../core/number-marks.ts';

const depth = z.strictObject({
  within_bps: plain('setting', z.number().describe('Distance from the mid of that moment, basis points (bps).')),
  bid: numOrNull('depth-within', 'Size bid within it, base currency; null where the book was not known so far.'),
  ask: numOrNull('depth-within', 'Size offered within it, base currency; null where the book was not known so far.'),
});

const moment = z.strictObject({
  at: time('The moment'),
  mid_price: num('mid', 'Mid price, quote currency.'),
  spread_bps: numOrNull('spread-bps-of-bid', 'Spread, basis points (bps).'),
  depth: z.array(depth).describe('Resting size near the mid.'),
});
export type BookMoment = z.output<typeof moment>;

const wall = z.strictObject({
  change: z
    .enum(['now_a_wall', 'vanished', 'grew', 'shrank'])
    .describe('now_a_wall: a wall now, none in the earlier sample. grew, shrank: by at least 20 %.'),
  side: bookSide.describe('Side of the book.'),
  price: num('walls', 'Price, quote currency.'),
  qty_then: made(
    'walls',
    z.number().describe('Its size then, base currency; left out if it was no wall in the sample.'),
  ).optional(),
  qty_now: num('walls', 'Size at that price now, base currency.'),
  since: z.string().describe('now_a_wall: since when, as in get_liquidity, RFC 3339 UTC; left out if unknown.').optional(),
});
export type WallChange = z.output<typeof wall>;

const flow = z.strictObject({
  buy: num('flow-window', 'Bought by takers, base currency.'),
  sell: num('flow-window', 'Sold by takers, base currency.'),
  net: num('flow-window', 'buy − sell, base currency.'),
  trades: made('flow-window', count.describe('Number of trades.')),
  refilled_trades: made('flow-window', count.describe('Number of these trades that were fetched after they happened.')),
});
export type FlowSum = z.output<typeof flow>;

const spread = z.strictObject({
  samples: count.describe('Number of samples; a time without a whole book has none.'),
  every_sec: plain('setting', z.number().describe('Time between samples, seconds.')),
  median_bps: num('spread-quantile', 'Median, basis points (bps).'),
  p95_bps: num('spread-quantile', '95th percentile, basis points (bps).'),
  max_bps: num('spread-quantile', 'Largest, basis points (bps).'),
});

const event = z.strictObject({
  time: time('When'),
  what: z.enum(['gap', 'gap_ended', 'anomaly', 'anomaly_ended']).describe('Kind.'),
  text: z.string().describe('What happened.'),
});
export type ChangeEvent = z.output<typeof event>;

export const changesAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  minutes: plain('setting', count.describe('Minutes, a count.')),
  then: moment.nullable().describe('The book at most 20 s before these minutes began.'),
  now: moment.nullable().describe('The book at as_of.'),
  change_bps: numOrNull('mid-change', 'Change of the mid, basis points (bps).'),
  spread: spread.nullable().describe('Spread over these minutes.'),
  walls: z.array(wall).nullable().describe('Changed walls, largest first. The earlier sample has the 24 largest.'),
  flow: flow.nullable().describe('Trades of these minutes.'),
  flow_before: flow.nullable().describe('As many minutes before.'),
  events: z.array(event).describe('Gaps and anomalies, newest first.'),
  left_out: count.describe('Number of walls and events left out.'),
  absent: absences,
});
export type ChangesAnswer = Unsealed<z.output<typeof changesAnswer>>;
