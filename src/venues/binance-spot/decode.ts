import { epochToMicros } from '../../core/index.ts';
import type { Decoded, StreamKind, TradeId } from '../../core/index.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import type { LevelForm } from '../wire/levels.ts';
import { decimalText, statedTime } from '../wire/numbers.ts';
import { messageOrRefusal, refused, type MessageOrigin } from '../wire/refused.ts';
import { scan } from './scan.ts';

const CHANGES: LevelForm = { price: 0, size: 1, number: decimalText, list: 'changes' };

/** The venue's events that are not needed here. aggTrade has ids of its own, which don't match the trade ids. */
const UNUSED = new Set(['aggTrade', 'kline', '24hrMiniTicker', '1hTicker', '4hTicker', '1dTicker', 'avgPrice', 'referencePrice']);

/** One frame, wrapped (`{"stream", "data"}`) or raw. Times may be in milliseconds or microseconds. */
export function decode(frame: string): readonly Decoded[] {
  return [scan(frame) ?? decodeJson(frame)];
}

/** The slow path with `JSON.parse`, for every frame that the scanner declines, and its reference in tests. */
export function decodeJson(frame: string): Decoded {
  const json = readJson(frame);
  if (!json.ok) return refused(json.error.reason, json.error.detail, origin(frame));
  if (!isObject(json.value)) return refused('unknown_frame', shown(json.value));
  const { stream, data } = json.value;
  if (stream === undefined) return message(json.value);
  const decoded = isObject(data) ? message(data) : refused('unknown_frame', `${shown(stream)}: ${shown(data)}`);
  return decoded.kind === 'refused' && decoded.symbol == null ? { ...decoded, ...origin(frame) } : decoded;
}

const KINDS: Readonly<Record<string, StreamKind>> = { depth: 'book', trade: 'trade', ticker: 'ticker', bookTicker: 'quote' };

/** Origin of an unreadable frame: a combined frame begins with the name of its stream. */
function origin(frame: string): MessageOrigin {
  const [, symbol, kind = ''] = /^\{"stream":"([^"@]{1,40})@([A-Za-z]+)/.exec(frame) ?? [];
  const stream = KINDS[kind];
  return { symbol: symbol?.toUpperCase() ?? null, streams: stream === undefined ? null : [stream] };
}

function message(data: JsonObject): Decoded {
  const event = data['e'];
  switch (event) {
    case 'depthUpdate':
      return depth(data);
    case 'trade':
      return trade(data);
    case '24hrTicker':
      return ticker(data);
    case 'serverShutdown':
      return { kind: 'shutdown' };
    case undefined:
      return unnamed(data);
    default:
      return typeof event === 'string' && UNUSED.has(event)
        ? { kind: 'ignored', what: event }
        : refused('unknown_event', shown(event));
  }
}

/** Frames without an event name. */
function unnamed(data: JsonObject): Decoded {
  if ('error' in data || ('code' in data && 'msg' in data)) return rejection(data);
  if ('result' in data) {
    return data['result'] === null ? { kind: 'subscribed', symbol: null, stream: null } : { kind: 'ignored', what: 'result' };
  }
  if ('lastUpdateId' in data) return { kind: 'ignored', what: 'partial depth' };
  if ('u' in data && 'B' in data && 'A' in data) return bookTicker(data);
  return refused('unknown_frame', shown(Object.keys(data).join(',')));
}

/** Current form: `{"error":{"code","msg"},"id"}`. Older form: `{"code","msg","id"}`. */
function rejection(data: JsonObject): Decoded {
  const error = isObject(data['error']) ? data['error'] : data;
  return { kind: 'rejected', symbol: null, stream: null, message: `${shown(error['code'])}: ${shown(error['msg'])}` };
}

function depth(data: JsonObject): Decoded {
  const read = new FieldReader(data, decimalText);
  const first = read.whole('U');
  const last = read.whole('u');
  if (first > last) read.refuse('bad_number', `U: ${first} is past u ${last}`);
  return messageOrRefusal('depthUpdate', read, {
    kind: 'book_delta',
    symbol: read.symbol('s'),
    first,
    last,
    checksum: null,
    bids: read.levels('b', CHANGES),
    asks: read.levels('a', CHANGES),
    tsEvent: read.time('E', epochToMicros),
  });
}

/** `m`: the buyer was the maker, so the seller was the aggressor. The time is `T`, of the trade, not `E`, of the message. */
function trade(data: JsonObject): Decoded {
  const read = new FieldReader(data, decimalText);
  return messageOrRefusal('trade', read, {
    kind: 'trade',
    symbol: read.symbol('s'),
    id: read.tradeNumber('t'),
    price: read.positive('p'),
    size: read.positive('q'),
    side: read.flag('m') ? 'sell' : 'buy',
    tsEvent: read.time('T', epochToMicros),
    via: 'stream',
  });
}

function ticker(data: JsonObject): Decoded {
  // A market that never traded has price 0. That is valid, but not a ticker.
  if (decimalText(data['c']) === 0) return { kind: 'ignored', what: 'ticker of a market without trades' };
  const read = new FieldReader(data, decimalText);
  return messageOrRefusal('24hrTicker', read, {
    kind: 'ticker',
    symbol: read.symbol('s'),
    last: read.positive('c'),
    changePct: read.signed('P'),
    high: read.amount('h'),
    low: read.amount('l'),
    volume: read.amount('v'),
    from: statedTime(data['O']),
    tsEvent: read.time('E', epochToMicros),
    ...lastTrade(data['L']),
  });
}

const lastTrade = (id: unknown): { readonly lastTradeId?: TradeId } =>
  typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? { lastTradeId: String(id) } : {};

function bookTicker(data: JsonObject): Decoded {
  // A side without orders has price 0 and size 0. That is valid, but not a quote.
  if (isEmptySide(data['b'], data['B']) || isEmptySide(data['a'], data['A']))
    return { kind: 'ignored', what: 'one-sided bookTicker' };
  const read = new FieldReader(data, decimalText);
  return messageOrRefusal('bookTicker', read, {
    kind: 'quote',
    symbol: read.symbol('s'),
    seq: read.whole('u'),
    bid: read.positive('b'),
    bidSize: read.amount('B'),
    ask: read.positive('a'),
    askSize: read.amount('A'),
    tsEvent: null,
  });
}

const isEmptySide = (price: unknown, size: unknown): boolean => decimalText(price) === 0 && decimalText(size) === 0;
