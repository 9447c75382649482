import type { Decoded } from '../../core/index.ts';
import { epochToMicros } from '../wire/numbers.ts';
import { Cursor } from './cursor.ts';

/**
 * Fast reading of the three frames that make up nearly all traffic: depthUpdate, bookTicker and trade, in the exact key
 * order and spelling that the venue uses. Anything else gives null and is read by way of `JSON.parse`, refusals included:
 * the scanner only ever says what the slow path would say.
 */
export function scan(frame: string): Decoded | null {
  const cursor = new Cursor(frame);
  const wrapped = cursor.skipsIf('{"stream":"');
  if (wrapped) {
    cursor.name();
    cursor.expect('","data":');
  }
  const message = cursor.skipsIf('{"e":"depthUpdate","E":')
    ? depth(cursor)
    : cursor.skipsIf('{"u":')
      ? bookTicker(cursor)
      : cursor.skipsIf('{"e":"trade","E":')
        ? trade(cursor)
        : null;
  if (message === null) return null;
  cursor.expect(wrapped ? '}}' : '}');
  return cursor.finished() ? message : null;
}

function depth(cursor: Cursor): Decoded | null {
  const tsEvent = epochToMicros(cursor.whole());
  cursor.expect(',"s":"');
  const symbol = cursor.symbol();
  cursor.expect('","U":');
  const first = cursor.whole();
  cursor.expect(',"u":');
  const last = cursor.whole();
  cursor.expect(',"b":[');
  const bids = cursor.levels();
  cursor.expect(',"a":[');
  const asks = cursor.levels();
  if (!cursor.fine || Number.isNaN(tsEvent) || first > last) return null;
  return { kind: 'book_delta', symbol, first, last, checksum: null, bids, asks, tsEvent };
}

function bookTicker(cursor: Cursor): Decoded | null {
  const seq = cursor.whole();
  cursor.expect(',"s":"');
  const symbol = cursor.symbol();
  cursor.expect('","b":"');
  const bid = cursor.decimal();
  cursor.expect('","B":"');
  const bidSize = cursor.decimal();
  cursor.expect('","a":"');
  const ask = cursor.decimal();
  cursor.expect('","A":"');
  const askSize = cursor.decimal();
  cursor.expect('"');
  if (!cursor.fine || bid === 0 || ask === 0) return null;
  return { kind: 'quote', symbol, seq, bid, bidSize, ask, askSize, tsEvent: null };
}

function trade(cursor: Cursor): Decoded | null {
  cursor.whole();
  cursor.expect(',"s":"');
  const symbol = cursor.symbol();
  cursor.expect('","t":');
  const id = String(cursor.whole());
  cursor.expect(',"p":"');
  const price = cursor.decimal();
  cursor.expect('","q":"');
  const size = cursor.decimal();
  cursor.expect('","T":');
  const tsEvent = epochToMicros(cursor.whole());
  cursor.expect(',"m":');
  const sells = cursor.skipsIf('true');
  if (!sells) cursor.expect('false');
  if (!cursor.skipsIf(',"M":true')) cursor.expect(',"M":false');
  if (!cursor.fine || price === 0 || size === 0 || Number.isNaN(tsEvent)) return null;
  return { kind: 'trade', symbol, id, price, size, side: sells ? 'sell' : 'buy', tsEvent, via: 'stream' };
}
