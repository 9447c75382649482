import { epochToMicros } from '../../core/index.ts';
import type { Decoded } from '../../core/index.ts';
import { scanFrame } from '../wire/binance/scan-frame.ts';
import { ascii, ByteCursor } from '../wire/byte-cursor.ts';

const cursor = new ByteCursor();

const DEPTH = ascii('{"e":"depthUpdate","E":');
const QUOTE = ascii('{"e":"bookTicker","u":');
const TRADE = ascii('{"e":"trade","E":');
const TIME = ascii(',"T":');
const TIME_AFTER_TEXT = ascii('","T":');
const MESSAGE_TIME = ascii(',"E":');
const SYMBOL = ascii(',"s":"');
const PAIR = ascii('","ps":"');
const STATUS = ascii(',"st":');
const QUOTED = ascii('"');
const FIRST = ascii(',"U":');
const LAST = ascii(',"u":');
const PREVIOUS = ascii(',"pu":');
const BIDS = ascii(',"b":[');
const ASKS = ascii(',"a":[');
const BID = ascii(',"b":"');
const BID_SIZE = ascii('","B":"');
const ASK = ascii('","a":"');
const ASK_SIZE = ascii('","A":"');
const ID = ascii(',"t":');
const PRICE = ascii(',"p":"');
const SIZE = ascii('","q":"');
const OF_THE_MARKET = ascii('","X":"MARKET","m":');
const TRUE = ascii('true');
const FALSE = ascii('false');

/**
 * Fast path for depthUpdate, bookTicker and trade, in the venue's exact key order and spelling. Returns null for anything else,
 * which the slow path then reads and may refuse.
 */
export const scan = (frame: string): Decoded | null => scanFrame(cursor, frame, message);

function message(): Decoded | null {
  if (cursor.skipsIf(QUOTE)) return bookTicker();
  if (cursor.skipsIf(TRADE)) return trade();
  return cursor.skipsIf(DEPTH) ? depth() : null;
}

/** Reads the symbol, and skips the pair and the status that may follow it. */
function named(): string {
  cursor.expect(SYMBOL);
  const symbol = cursor.symbol();
  if (cursor.skipsIf(PAIR)) cursor.text();
  cursor.expect(QUOTED);
  passStatus();
  return symbol;
}

function passStatus(): void {
  if (cursor.skipsIf(STATUS)) cursor.whole();
}

function depth(): Decoded | null {
  cursor.whole();
  cursor.expect(TIME);
  const tsEvent = epochToMicros(cursor.whole());
  const symbol = named();
  cursor.expect(FIRST);
  const first = cursor.whole();
  cursor.expect(LAST);
  const last = cursor.whole();
  cursor.expect(PREVIOUS);
  const prev = cursor.whole();
  cursor.expect(BIDS);
  const bids = cursor.levels();
  cursor.expect(ASKS);
  const asks = cursor.levels();
  if (!cursor.fine || Number.isNaN(tsEvent) || first > last || prev >= first) return null;
  return { kind: 'book_delta', symbol, first, last, prev, checksum: null, bids, asks, tsEvent };
}

function bookTicker(): Decoded | null {
  const seq = cursor.whole();
  const symbol = named();
  cursor.expect(BID);
  const bid = cursor.decimal();
  cursor.expect(BID_SIZE);
  const bidSize = cursor.decimal();
  cursor.expect(ASK);
  const ask = cursor.decimal();
  cursor.expect(ASK_SIZE);
  const askSize = cursor.decimal();
  cursor.expect(TIME_AFTER_TEXT);
  const tsEvent = epochToMicros(cursor.whole());
  cursor.expect(MESSAGE_TIME);
  cursor.whole();
  passStatus();
  if (!cursor.fine || bid === 0 || ask === 0 || Number.isNaN(tsEvent)) return null;
  return { kind: 'quote', symbol, seq, bid, bidSize, ask, askSize, tsEvent };
}

function trade(): Decoded | null {
  cursor.whole();
  cursor.expect(TIME);
  const tsEvent = epochToMicros(cursor.whole());
  const symbol = named();
  cursor.expect(ID);
  const id = String(cursor.whole());
  cursor.expect(PRICE);
  const price = cursor.decimal();
  cursor.expect(SIZE);
  const size = cursor.decimal();
  cursor.expect(OF_THE_MARKET);
  const sells = cursor.skipsIf(TRUE);
  if (!sells) cursor.expect(FALSE);
  if (!cursor.fine || price === 0 || size === 0 || Number.isNaN(tsEvent)) return null;
  return { kind: 'trade', symbol, id, price, size, side: sells ? 'sell' : 'buy', tsEvent, via: 'stream' };
}
