import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { marketReport } from '../../services/market/answers/report.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput } from '../fields.ts';
import { conciseReport } from './concise-report.ts';

export default defineOperation({
  name: 'get_report',
  title: 'Market report',
  toolset: 'market',
  effects: 'read',
  role: 'any',
  summary:
    'One instrument now: price, spread, depth, flow, liquidity, anomalies and health, with age and source. Nulls are explained in `absent`. orders_per_sec counts trades and book messages.',
  whenToUse: 'First call for any question about the present state of one market.',
  whenNot:
    'For levels use get_book; for mark price and funding get_latest; for the cost of an order estimate_execution; for past prices get_candles.',
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
  reads: 'market',
  versions: marketVersions(
    'interruptions',
    'fetched_trades',
    'event_rate',
    'order_flow_imbalance',
    'liquidity',
    'volume_profile',
    'health',
    'detectors',
    'whole_book',
  ),
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
