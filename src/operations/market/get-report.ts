import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { MarketReport } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import {
  absences,
  answerBase,
  detailInput,
  instrumentFields,
  LAST_PRICE,
  level,
  severity,
  symbolInput,
  time,
  venueInput,
} from '../fields.ts';
import { conciseReport } from './concise-report.ts';
import { vacuums, volumeProfile, walls } from './parts.ts';

const touch = z.strictObject({
  price: z.number().describe('Price, quote currency.'),
  qty: z.number().describe('Size, base currency.'),
});

const part = (text: string) => z.number().nullable().describe(`${text}, score 0–1; null when it can't be known.`);

const marketReport = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  generated_at: time('When the report was made'),
  data_age_ms: z.number().min(0).nullable().describe('Age of the newest market data, milliseconds; null before the first.'),
  report_version: z.string().describe('Version of this contract, semver.'),
  ingestion: z
    .strictObject({
      status: z.enum(['ok', 'degraded', 'down']).describe('How the feed is doing.'),
      fresh: z.boolean().describe('Whether the data are at most 1,000 ms old.'),
    })
    .describe('The state of the feed.'),
  last_price: z.number().nullable().describe(LAST_PRICE),
  change_24h_pct: z.number().nullable().describe('Change over 24 h, per cent.'),
  high_24h: z.number().nullable().describe('Highest price in 24 h, quote currency.'),
  low_24h: z.number().nullable().describe('Lowest price in 24 h, quote currency.'),
  volume_24h: z.number().nullable().describe('Volume in 24 h, base currency.'),
  best_bid: touch.nullable().describe('Best bid; null unless the book is whole.'),
  best_ask: touch.nullable().describe('Best ask; null unless the book is whole.'),
  spread_bps: z.number().nullable().describe('(ask − bid) / bid, basis points (bps).'),
  mid_price: z.number().nullable().describe('(bid + ask) / 2, price in quote currency.'),
  micro_price: z.number().nullable().describe('Size-weighted mid, price in quote currency.'),
  depth: z
    .strictObject({
      top20_bid: z.array(level).max(20).describe('Best bids, best first; left out if cut.').optional(),
      top20_ask: z.array(level).max(20).describe('Best asks, best first; left out if cut.').optional(),
      sum_bid: z.number().describe('Size of the best 20 bids, base currency.'),
      sum_ask: z.number().describe('Size of the best 20 asks, base currency.'),
      imbalance: z.number().min(-1).max(1).nullable().describe('(sum_bid − sum_ask) / (sum_bid + sum_ask), share −1–1.'),
    })
    .nullable()
    .describe('The book near the touch; null unless whole.'),
  flow: z
    .strictObject({
      orders_per_sec: z.number().min(0).nullable().describe('Book and trade events per second.'),
      net_flow: z.number().nullable().describe('Bought minus sold over so many seconds, base currency.'),
      seconds: z.number().describe('Window of net_flow, seconds: FLOW_WINDOW_SEC.'),
    })
    .describe('Order flow.'),
  liquidity: z.strictObject({ walls, vacuums, profile: volumeProfile.optional() }).describe('Walls, vacuums, volume profile.'),
  anomalies: z
    .array(
      z.strictObject({
        type: z.enum(['spoofing', 'iceberg', 'flash_crash_risk']).describe('Kind.'),
        severity,
        note: z.string().nullable().describe('What was seen.'),
      }),
    )
    .nullable()
    .describe('What looks wrong; null when not computed.'),
  health: z
    .strictObject({
      score: z.number().int().min(0).max(100).describe('Weighted score of the parts, 0–100.'),
      components: z
        .strictObject({
          spread: part('Narrow spread'),
          depth: part('Deep book'),
          balance: part('Balanced book'),
          flow: part('Calm flow'),
          anomalies: part('Absence of anomalies'),
          freshness: part('Fresh data'),
        })
        .describe('The parts.'),
    })
    .nullable()
    .describe('Market health; null unless the book is whole.'),
  absent: absences,
}) satisfies z.ZodType<MarketReport>;

export default defineOperation({
  name: 'get_report',
  title: 'Market report',
  toolset: 'market',
  effects: 'read',
  summary:
    'One instrument now: price, spread, depth, flow, liquidity, anomalies and health, with age and source. Nulls are explained in `absent`.',
  whenToUse: 'First call for any question about the present state of one market.',
  whenNot: 'For many levels use get_book; for what a large order would cost use get_liquidity; for past prices use get_candles.',
  keywords: [
    'price',
    'quote',
    'overview',
    'snapshot',
    'summary',
    'spread',
    'mid',
    'microprice',
    'ticker',
    'change',
    'high',
    'low',
    'volume',
    'best',
    'touch',
    'imbalance',
    'healthy',
    'spoofing',
    'iceberg',
    'last',
    '24h',
  ],
  input: z.strictObject({ symbol: symbolInput, venue: venueInput, detail: detailInput }),
  output: marketReport,
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: "What's the spread on BTCUSDT?", input: { symbol: 'BTCUSDT' } },
    { ask: 'How does bitcoin look on Kraken?', input: { symbol: 'BTC/USD', venue: 'kraken-spot' } },
  ],
  handler: async ({ symbol, venue, detail }, { market }) => {
    const report = await market.getReport({ symbol, venue });
    return detail === 'concise' ? conciseReport(report) : report;
  },
});
