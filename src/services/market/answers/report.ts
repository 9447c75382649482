import { z } from 'zod';
import {
  absences,
  ageMs,
  answerBase,
  health,
  instrumentFields,
  severity,
  time,
  type Unsealed,
} from '../../../core/answer-fields.ts';
import { made, num, numOrNull, plain } from '../../../core/number-marks.ts';
import { anomalyKind } from './anomaly.ts';
import { LAST_PRICE, level, vacuums, volumeProfile, walls } from './parts.ts';

const touch = z.strictObject({
  price: num('touch', 'Price, quote currency.'),
  qty: num('touch', 'Size, base currency.'),
});
export type PriceQty = z.output<typeof touch>;

const part = (text: string) => numOrNull('health', `${text}, score 0–1; null when it can't be known.`);

/** Each part is 0–1, or null if its input doesn't exist; the weights of the other parts are then scaled up. */
const healthParts = z.strictObject({
  spread: part('Narrow spread, weight .2'),
  depth: part('Deep book, weight .25'),
  balance: part('Balanced best ten levels, weight .15'),
  flow: part('Calm flow, weight .15'),
  anomalies: part('Absence of anomalies, weight .15'),
  freshness: part('Fresh data, weight .1'),
});
export type HealthParts = z.output<typeof healthParts>;

/** Concise answers leave the lists of levels out if they don't fit. */
const depth = z.strictObject({
  top20_bid: z.array(level).max(20).describe('Best bids, best first; left out if cut.').optional(),
  top20_ask: z.array(level).max(20).describe('Best asks, best first; left out if cut.').optional(),
  sum_bid: num('depth-top', 'Size of the best 20 bids, base currency.'),
  sum_ask: num('depth-top', 'Size of the best 20 asks, base currency.'),
  imbalance: made(
    'imbalance',
    z
      .number()
      .min(-1)
      .max(1)
      .nullable()
      .describe(
        '(sum_bid − sum_ask) / (sum_bid + sum_ask) of the best 20 levels, share −1–1; health.components.balance is of the best ten.',
      ),
  ),
});

/** Brief 003's market report. `absent` explains each null. */
export const marketReport = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  generated_at: time('When the report was made'),
  data_age_ms: made(
    'data-age',
    ageMs.describe(
      'Milliseconds since the newest message of any stream of this market, never above age_ms; null before the first.',
    ),
  ),
  report_version: z.string().describe('Version of this contract, semver.'),
  ingestion: z
    .strictObject({
      status: health.describe('Status of the feed.'),
      fresh: z.boolean().describe('Whether the data are at most 1,000 ms old.'),
    })
    .describe('The state of the feed.'),
  last_price: numOrNull('last-price', LAST_PRICE),
  change_24h_pct: numOrNull(
    'ticker',
    'Change over 24 h, per cent; all 24 h values are those of the last ticker, at most 60 s old.',
  ),
  high_24h: numOrNull('ticker', 'Highest price in 24 h, quote currency.'),
  low_24h: numOrNull('ticker', 'Lowest price in 24 h, quote currency.'),
  volume_24h: numOrNull('ticker', 'Volume in 24 h, base currency.'),
  best_bid: touch.nullable().describe('Best bid; null unless the book is whole.'),
  best_ask: touch.nullable().describe('Best ask; null unless the book is whole.'),
  spread_bps: numOrNull('spread-bps-of-bid', '(ask − bid) / bid, basis points (bps).'),
  mid_price: numOrNull('mid', '(bid + ask) / 2, price in quote currency.'),
  micro_price: numOrNull('weighted-mid', 'Size-weighted mid, price in quote currency.'),
  depth: depth.nullable().describe('The book near the touch; null unless whole.'),
  flow: z
    .strictObject({
      orders_per_sec: made(
        'rate',
        z.number().min(0).nullable().describe('Trades plus book messages per second, no count of orders; mean of 10 s.'),
      ),
      net_flow: numOrNull('net-flow', 'Bought minus sold over `seconds`, base currency.'),
      seconds: plain('setting', z.number().describe('Window of net_flow, seconds: FLOW_WINDOW_SEC.')),
    })
    .describe('Order flow.'),
  liquidity: z.strictObject({ walls, vacuums, profile: volumeProfile.optional() }).describe('Walls, vacuums, volume profile.'),
  anomalies: z
    .array(
      z.strictObject({
        type: anomalyKind.describe('Kind.'),
        severity,
        note: z.string().nullable().describe('What was seen.'),
      }),
    )
    .nullable()
    .describe('What looks wrong; null when not computed.'),
  health: z
    .strictObject({
      score: made('health', z.number().int().min(0).max(100).describe('Weighted score of the parts, 0–100.')),
      components: healthParts.describe('The parts. A part that is null has no weight, and the others weigh more.'),
      weights: made(
        'health',
        z.record(z.string(), z.number()).describe('Weight of each part in this score, a share 0–1; concise answers omit it.'),
      ).optional(),
    })
    .nullable()
    .describe('Market health; null unless the book is whole.'),
  absent: absences,
});
/** A report stored for other processes, without a receipt. */
export type StoredReport = z.output<typeof marketReport>;
export type MarketReport = Unsealed<z.output<typeof marketReport>>;
