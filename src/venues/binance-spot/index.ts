import { symbolKey, tradeRule, type Venue } from '../../core/index.ts';
import { binanceCandleHistory } from '../wire/binance/candle-history.ts';
import { BUCKET, classify, USED_WEIGHT_HEADER, usedWeight } from '../wire/binance/refusals.ts';
import { connect } from './connect.ts';
import { decode } from './decode.ts';
import { VENUE_ID } from './instruments.ts';
import { questions } from './questions.ts';
import { book } from './sequence.ts';

/** Binance Spot: combined streams, and books from REST snapshots with updates checked by their ids. */
export const binanceSpot: Venue = {
  card: {
    id: VENUE_ID,
    version: 1,
    name: 'Binance Spot',
    briefName: 'BINANCE',
    streams: [{ kind: 'book', everyMs: 100 }, { kind: 'trade' }, { kind: 'ticker', everyMs: 1_000 }, { kind: 'quote' }],
    hosts: {
      // Market-data-only hosts come first, because they serve regions that the trading hosts refuse.
      ws: {
        env: 'BINANCE_SPOT_WS_URL',
        urls: ['wss://data-stream.binance.vision', 'wss://stream.binance.com:9443', 'wss://stream.binance.com:443'],
      },
      rest: {
        env: 'BINANCE_SPOT_REST_URL',
        urls: [
          'https://data-api.binance.vision',
          'https://api.binance.com',
          'https://api-gcp.binance.com',
          'https://api1.binance.com',
          'https://api2.binance.com',
          'https://api3.binance.com',
          'https://api4.binance.com',
        ],
      },
    },
    restLimits: {
      [BUCKET]: [
        { counts: 'weight', most: 6_000, everyMs: 60_000, share: 0.5 },
        { counts: 'requests', most: 61_000, everyMs: 300_000, share: 0.5 },
      ],
    },
    keptHeaders: [USED_WEIGHT_HEADER],
    // The venue allows 300 in five minutes from one address.
    connectsPerMinute: 60,
    documents: [
      'https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams',
      'https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints',
      'https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits',
    ],
  },
  nativeSymbol: symbolKey,
  connect,
  decode,
  book,
  trades: tradeRule('contiguous', 'by_id'),
  rest: { probe: () => '/api/v3/ping', classify, usedWeight },
  questions,
  callerQuestions: {
    funding_history: { unsupported: 'Spot markets pay no funding.' },
    candle_history: binanceCandleHistory('/api/v3/klines', { bucket: BUCKET, weight: 2 }),
  },
};
