import type { FeedQuestion, FeedQuestions } from '../../core/index.ts';
import { readCandles, readSnapshot, readTrades } from '../wire/binance/bodies.ts';
import { readExchangeInfo } from '../wire/binance/definitions.ts';
import { query } from '../wire/binance/query.ts';
import { BUCKET } from '../wire/binance/refusals.ts';
import { jsonAnswer } from '../wire/json.ts';
import { readInstrument } from './instruments.ts';
import { SNAPSHOT_DEPTH } from './sequence.ts';

const PAGE = 1_000;

/** The venue always returns the definitions of all its contracts. */
const instruments: FeedQuestion<'instruments'> = {
  id: 'instruments',
  bucket: BUCKET,
  weight: 1,
  request: () => ({ path: '/fapi/v1/exchangeInfo' }),
  decode: jsonAnswer((value) => readExchangeInfo(value, readInstrument)),
};

const snapshot: FeedQuestion<'snapshot'> = {
  id: 'snapshot',
  bucket: BUCKET,
  weight: 20,
  request: ({ symbol }) => ({ path: query('/fapi/v1/depth', { symbol, limit: SNAPSHOT_DEPTH }) }),
  decode: jsonAnswer(readSnapshot),
};

/** Only the newest page: older trades need an API key, and aggregated trades have other ids. */
const trades: FeedQuestion<'trades'> = {
  id: 'trades',
  bucket: BUCKET,
  weight: 5,
  request: ({ symbol }) => ({ path: query('/fapi/v1/trades', { symbol, limit: PAGE }) }),
  decode: jsonAnswer(readTrades),
};

const candles: FeedQuestion<'candles'> = {
  id: 'candles',
  bucket: BUCKET,
  weight: 5,
  request: ({ symbol, from }) => ({
    path: query('/fapi/v1/klines', { symbol, interval: '1m', startTime: Math.floor(from / 1_000), limit: PAGE }),
  }),
  decode: jsonAnswer(readCandles),
};

/** The venue has a ticker, but it is not followed here. */
export const questions: FeedQuestions = { instruments, snapshot, trades, candles };
