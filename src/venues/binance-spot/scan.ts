import { epochToMicros } from '../../core/index.ts';
import type { Decoded } from '../../core/index.ts';
import { scanFrame } from '../wire/binance/scan-frame.ts';
import { ascii, ByteCursor } from '../wire/byte-cursor.ts';

const cursor = new ByteCursor();

const DEPTH = ascii('{"e":"depthUpdate","E":');
const QUOTE = ascii('{"u":');
const TRADE = ascii('{"e":"trade","E":');
const SYMBOL = ascii(',"s":"');
const FIRST = ascii('","U":');
const LAST = ascii(',"u":');
const BIDS = ascii(',"b":[');
const ASKS = ascii(',"a":[');
const BID = ascii('","b":"');
const BID_SIZE = ascii('","B":"');
const ASK = ascii('","a":"');
const ASK_SIZE = ascii('","A":"');
const QUOTED = ascii('"');
const ID = ascii('","t":');
const PRICE = ascii(',"p":"');
const SIZE = ascii('","q":"');
const TIME = ascii('","T":');
const MAKER = ascii(',"m":');
const TRUE = ascii('true');
const FALSE = ascii('false');
const IGNORED_TRUE = ascii(',"M":true');
const IGNORED_FALSE = ascii(',"M":false');

/**
 * Fast path for the three frames that make up nearly all traffic: depthUpdate, bookTicker and trade, in the venue's exact key
 * order and spelling. Returns null for anything else, which the slow path then reads and may refuse. A result is always equal
 * to that of the slow path.
 */
export const scan = (frame: string): Decoded | null => scanFrame(cursor, frame, message);

function message(): Decoded | null {
  if (cursor.skipsIf(QUOTE)) return bookTicker();
  if (cursor.skipsIf(TRADE)) return trade();
  return cursor.skipsIf(DEPTH) ? depth() : null;
}

function depth(): Decoded | null {
  const tsEvent = epochToMicros(cursor.whole());
  cursor.expect(SYMBOL);
  const symbol = cursor.symbol();
  cursor.expect(FIRST);
  const first = cursor.whole();
  cursor.expect(LAST);
  const last = cursor.whole();
  cursor.expect(BIDS);
  const bids = cursor.levels();
  cursor.expect(ASKS);
  const asks = cursor.levels();
  if (!cursor.fine || Number.isNaN(tsEvent) || first > last) return null;
  return { kind: 'book_delta', symbol, first, last, checksum: null, bids, asks, tsEvent };
}

function bookTicker(): Decoded | null {
  const seq = cursor.whole();
  cursor.expect(SYMBOL);
  const symbol = cursor.symbol();
  cursor.expect(BID);
  const bid = cursor.decimal();
  cursor.expect(BID_SIZE);
  const bidSize = cursor.decimal();
  cursor.expect(ASK);
  const ask = cursor.decimal();
  cursor.expect(ASK_SIZE);
  const askSize = cursor.decimal();
  cursor.expect(QUOTED);
  if (!cursor.fine || bid === 0 || ask === 0) return null;
  return { kind: 'quote', symbol, seq, bid, bidSize, ask, askSize, tsEvent: null };
}

function trade(): Decoded | null {
  cursor.whole();
  cursor.expect(SYMBOL);
  const symbol = cursor.symbol();
  cursor.expect(ID);
  const id = String(cursor.whole());
  cursor.expect(PRICE);
  const price = cursor.decimal();
  cursor.expect(SIZE);
  const size = cursor.decimal();
  cursor.expect(TIME);
  const tsEvent = epochToMicros(cursor.whole());
  cursor.expect(MAKER);
  const sells = cursor.skipsIf(TRUE);
  if (!sells) cursor.expect(FALSE);
  if (!cursor.skipsIf(IGNORED_TRUE)) cursor.expect(IGNORED_FALSE);
  if (!cursor.fine || price === 0 || size === 0 || Number.isNaN(tsEvent)) return null;
  return { kind: 'trade', symbol, id, price, size, side: sells ? 'sell' : 'buy', tsEvent, via: 'stream' };
}
