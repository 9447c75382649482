import { tradeRule, type Venue } from '../../core/index.ts';
import { candleHistory } from './candle-history.ts';
import { connect } from './connect.ts';
import { decode } from './decode.ts';
import { VENUE_ID } from './instruments.ts';
import { nativeSymbol } from './names.ts';
import { questions } from './questions.ts';
import { rest } from './rest.ts';
import { book } from './sequence.ts';

/** Kraken Spot, WebSocket API version 2: books from the stream itself, checked by a CRC-32 of the top ten levels. */
export const krakenSpot: Venue = {
  card: {
    id: VENUE_ID,
    version: 1,
    name: 'Kraken Spot',
    briefName: 'KRAKEN',
    streams: [{ kind: 'book' }, { kind: 'trade' }, { kind: 'ticker' }, { kind: 'quote' }],
    hosts: {
      ws: { env: 'KRAKEN_SPOT_WS_URL', urls: ['wss://ws.kraken.com/v2'] },
      rest: { env: 'KRAKEN_SPOT_REST_URL', urls: ['https://api.kraken.com'] },
    },
    // The venue allows one public call a second.
    restLimits: { public: [{ counts: 'requests', most: 60, everyMs: 60_000, share: 0.5 }] },
    keptHeaders: [],
    // The venue allows about 150 in ten minutes from one address, then refuses for ten minutes.
    connectsPerMinute: 15,
    documents: [
      'https://docs.kraken.com/exchange/api-reference/spot-websocket-v2/book',
      'https://docs.kraken.com/exchange/api-reference/spot-websocket-v2/trade',
      'https://docs.kraken.com/exchange/api-reference/spot-websocket-v2/ticker',
      'https://docs.kraken.com/api/docs/guides/spot-ws-book-v2',
    ],
  },
  nativeSymbol,
  connect,
  decode,
  book,
  trades: tradeRule('contiguous', 'by_time'),
  rest,
  questions,
  callerQuestions: { funding_history: { unsupported: 'Spot markets pay no funding.' }, candle_history: candleHistory },
};
