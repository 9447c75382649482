import { symbolKey, tradeRule, type Venue } from '../../core/index.ts';
import { binanceCandleHistory } from '../wire/binance/candle-history.ts';
import { BUCKET, classify, USED_WEIGHT_HEADER, usedWeight } from '../wire/binance/refusals.ts';
import { connect } from './connect.ts';
import { decode } from './decode.ts';
import { FUNDING_BUCKET, fundingHistory } from './funding-history.ts';
import { VENUE_ID } from './instruments.ts';
import { openInterest } from './open-interest.ts';
import { questions } from './questions.ts';
import { book } from './sequence.ts';

/** The date of a delivery contract, which the venue separates: `BTCUSDT_260327`. */
const DELIVERY = /(?<=\p{L})(\d{6})$/u;

/** Binance futures margined in dollars or dollar-pegged coins; sizes are in base currency. */
export const binanceUsdm: Venue = {
  card: {
    id: VENUE_ID,
    version: 1,
    name: 'Binance USD-M Futures',
    briefName: 'BINANCE_FUTURES',
    streams: [
      { kind: 'book', everyMs: 100 },
      { kind: 'trade' },
      { kind: 'quote' },
      { kind: 'mark', everyMs: 1_000, tier: 'latest' },
      { kind: 'funding', everyMs: 1_000, instruments: ['perp'], tier: 'latest' },
      { kind: 'open_interest', everyMs: openInterest.everyMs },
      { kind: 'candle' },
      { kind: 'liquidation', throttledMs: 1_000 },
    ],
    hosts: {
      ws: { env: 'BINANCE_USDM_WS_URL', urls: ['wss://fstream.binance.com'] },
      rest: { env: 'BINANCE_USDM_REST_URL', urls: ['https://fapi.binance.com'] },
    },
    restLimits: {
      [BUCKET]: [{ counts: 'weight', most: 2_400, everyMs: 60_000, share: 0.5 }],
      [FUNDING_BUCKET]: [{ counts: 'requests', most: 500, everyMs: 300_000, share: 0.5 }],
    },
    keptHeaders: [USED_WEIGHT_HEADER],
    // The venue allows 300 in five minutes from one address.
    connectsPerMinute: 60,
    documents: [
      'https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams',
      'https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api',
      'https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info',
    ],
  },
  nativeSymbol: (text) => symbolKey(text).replace(DELIVERY, '_$1'),
  connect,
  decode,
  book,
  // Ids are also used for insurance and deleveraging, which are not trades here, so a gap does not prove a loss.
  trades: tradeRule('increasing', 'newest'),
  rest: { probe: () => '/fapi/v1/ping', classify, usedWeight },
  questions,
  callerQuestions: {
    funding_history: fundingHistory,
    candle_history: binanceCandleHistory('/fapi/v1/klines', { bucket: BUCKET, weight: 5 }),
  },
  polls: [openInterest],
};
