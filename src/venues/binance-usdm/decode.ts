import { epochToMicros } from '../../core/index.ts';
import type { Decoded, StreamKind } from '../../core/index.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import type { LevelForm } from '../wire/levels.ts';
import { decimalText } from '../wire/numbers.ts';
import { forceOrder, kline, markPrice } from './decode-market.ts';
import { scan } from './scan.ts';
import { messageOrRefusal, refused, type MessageOrigin } from '../wire/refused.ts';

const CHANGES: LevelForm = { price: 0, size: 1, number: decimalText, list: 'changes' };

/** The venue's events that are not needed here. aggTrade has ids of its own, which don't match the trade ids. */
const UNUSED = new Set([
  'aggTrade',
  'continuous_kline',
  '24hrTicker',
  '24hrMiniTicker',
  'compositeIndex',
  'contractInfo',
  'assetIndexUpdate',
  'tradingSession',
]);

/** One frame, wrapped (`{"stream", "data"}`) or raw; a channel of all instruments sends a list. */
export function decode(frame: string): readonly Decoded[] {
  const scanned = scan(frame);
  return scanned === null ? decodeJson(frame) : [scanned];
}

/** The slow path with `JSON.parse`, for every frame that the scanner declines, and its reference in tests. */
export function decodeJson(frame: string): readonly Decoded[] {
  const json = readJson(frame);
  if (!json.ok) return [refused(json.error.reason, json.error.detail, origin(frame))];
  const isWrapped = isObject(json.value) && json.value['stream'] !== undefined;
  const said = isWrapped ? json.value['data'] : json.value;
  if (Array.isArray(said) && said.length === 0) return [{ kind: 'ignored', what: 'a list of nothing' }];
  const entries: readonly unknown[] = Array.isArray(said) ? said : [said];
  return entries.flatMap((entry) => {
    const decoded = isObject(entry) ? message(entry) : [refused('unknown_frame', shown(entry))];
    return isWrapped ? decoded.map((one) => withOrigin(one, frame)) : decoded;
  });
}

const KINDS: Readonly<Record<string, readonly StreamKind[]>> = {
  depth: ['book'],
  trade: ['trade'],
  bookTicker: ['quote'],
  markPrice: ['mark', 'funding'],
  kline: ['candle'],
  forceOrder: ['liquidation'],
};

/** Origin of an unreadable frame: a combined frame begins with the name of its stream; a name with `!` has no symbol. */
function origin(frame: string): MessageOrigin {
  const [, symbol, kind = ''] = /^\{"stream":"(?:!|([^"@!]{1,40})@)([A-Za-z]+)/.exec(frame) ?? [];
  return { symbol: symbol?.toUpperCase() ?? null, streams: KINDS[kind] ?? null };
}

const withOrigin = (decoded: Decoded, frame: string): Decoded =>
  decoded.kind === 'refused' && decoded.symbol == null ? { ...decoded, ...origin(frame) } : decoded;

function message(data: JsonObject): readonly Decoded[] {
  const event = data['e'];
  switch (event) {
    case 'depthUpdate':
      return [depth(data)];
    case 'trade':
      return [trade(data)];
    case 'bookTicker':
      return [bookTicker(data)];
    case 'markPriceUpdate':
      return markPrice(data);
    case 'kline':
      return [kline(data)];
    case 'forceOrder':
      return [forceOrder(data)];
    case 'serverShutdown':
      return [{ kind: 'shutdown' }];
    case undefined:
      return [unnamed(data)];
    default:
      return typeof event === 'string' && UNUSED.has(event)
        ? [{ kind: 'ignored', what: event }]
        : [refused('unknown_event', shown(event))];
  }
}

/** Frames without an event name: answers to requests of a client. */
function unnamed(data: JsonObject): Decoded {
  if ('error' in data || ('code' in data && 'msg' in data)) {
    const error = isObject(data['error']) ? data['error'] : data;
    return { kind: 'rejected', symbol: null, stream: null, message: `${shown(error['code'])}: ${shown(error['msg'])}` };
  }
  if ('result' in data) {
    return data['result'] === null ? { kind: 'subscribed', symbol: null, stream: null } : { kind: 'ignored', what: 'result' };
  }
  return refused('unknown_frame', shown(Object.keys(data).join(',')));
}

/** The time is `T`, when the matching engine changed the book, not `E`, when the message was created. */
function depth(data: JsonObject): Decoded {
  const read = new FieldReader(data, decimalText);
  const first = read.whole('U');
  const last = read.whole('u');
  const prev = read.whole('pu');
  if (first > last) read.refuse('bad_number', `U: ${first} is past u ${last}`);
  if (prev >= first) read.refuse('bad_number', `pu: ${prev} is not before U ${first}`);
  return messageOrRefusal('depthUpdate', read, {
    kind: 'book_delta',
    symbol: read.symbol('s'),
    first,
    last,
    prev,
    checksum: null,
    bids: read.levels('b', CHANGES),
    asks: read.levels('a', CHANGES),
    tsEvent: read.time('T', epochToMicros),
  });
}

/**
 * `m`: the buyer was the maker, so the seller was the aggressor. A trade with `X` other than MARKET involves no order of the
 * book (insurance fund, auto-deleveraging). Recordings without `X` are older and have only market trades.
 */
function trade(data: JsonObject): Decoded {
  const kind = data['X'];
  if (typeof kind === 'string' && kind !== 'MARKET') return { kind: 'ignored', what: 'trade outside the book' };
  const read = new FieldReader(data, decimalText);
  if (kind !== undefined && kind !== 'MARKET') read.refuse('bad_field', `X: ${shown(kind)}`);
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
    tsEvent: read.has('T') ? read.time('T', epochToMicros) : null,
  });
}

const isEmptySide = (price: unknown, size: unknown): boolean => decimalText(price) === 0 && decimalText(size) === 0;
