import { fromRfc3339 } from '../../core/index.ts';
import type { Decoded, DecodedTrade, Micros } from '../../core/index.ts';
import { FieldReader, isObject, isSymbol, shown } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import type { LevelForm } from '../wire/levels.ts';
import { jsonNumber } from '../wire/numbers.ts';
import { messageOrRefusal, refused, type MessageOrigin } from '../wire/refused.ts';
import { REQUEST_ID, streamsIn } from './connect.ts';
import { isLarge, withExact } from './exact-sizes.ts';
import type { Channel } from './connect.ts';

const CHANGES: LevelForm = { price: 'price', size: 'qty', number: jsonNumber, list: 'changes' };
const BIDS: LevelForm = { ...CHANGES, list: 'bids' };
const ASKS: LevelForm = { ...CHANGES, list: 'asks' };

const MAX_CRC32 = 0xffff_ffff;
/** Public channels that are not needed here; definitions come by REST (see `questions.ts`). */
const UNUSED = new Set(['instrument', 'ohlc', 'level3']);

/** One frame of version 2. */
export function decode(frame: string): readonly Decoded[] {
  const json = readJson(frame);
  if (!json.ok) return [refused(json.error.reason, json.error.detail, origin(frame))];
  if (!isObject(json.value)) return [refused('unknown_frame', shown(json.value))];
  if (json.value['channel'] === undefined) return answer(json.value);
  const decoded = publication(json.value);
  return decoded.some(isLarge) ? withExact(frame, decoded) : decoded;
}

/** Origin of an unreadable frame: most begin with channel, type and symbol. */
function origin(frame: string): MessageOrigin {
  const [, name] = /^\{"channel":"([a-z]+)"/.exec(frame) ?? [];
  const channel = CHANNELS.find((known) => known === name);
  const [, symbol] = /^.{0,80}?"symbol":"([^"]{1,40})"/.exec(frame) ?? [];
  return { symbol: channel === undefined ? null : (symbol ?? null), streams: channel === undefined ? null : streamsIn(channel) };
}

function publication(frame: JsonObject): readonly Decoded[] {
  const channel = frame['channel'];
  switch (channel) {
    case 'heartbeat':
      return [{ kind: 'heartbeat' }];
    case 'book':
    case 'trade':
    case 'ticker':
    case 'status':
      return entries(channel, frame);
    default:
      return typeof channel === 'string' && UNUSED.has(channel)
        ? [{ kind: 'ignored', what: channel }]
        : [refused('unknown_channel', shown(channel))];
  }
}

function entries(channel: Channel | 'status', { type, data }: JsonObject): readonly Decoded[] {
  const ofAll: MessageOrigin = { symbol: null, streams: channel === 'status' ? [] : streamsIn(channel) };
  if (type !== 'snapshot' && type !== 'update') return [refused('bad_field', `${channel}.type: ${shown(type)}`, ofAll)];
  if (!Array.isArray(data)) return [refused(data === undefined ? 'missing_field' : 'bad_field', `${channel}.data`, ofAll)];
  const decoded = data.flatMap((entry: unknown): readonly Decoded[] => {
    if (!isObject(entry)) return [refused('bad_field', `${channel}.data: ${shown(entry)}`, ofAll)];
    if (channel === 'book') return [type === 'snapshot' ? snapshot(entry) : delta(entry)];
    if (channel === 'trade') return [trade(entry, type === 'snapshot' ? 'backfill' : 'stream')];
    return channel === 'ticker' ? [ticker(entry), quote(entry)] : [status(entry)];
  });
  // The trades of a snapshot may come newest first.
  return channel === 'trade' && type === 'snapshot' ? decoded.toSorted((a, b) => tradeId(a) - tradeId(b)) : decoded;
}

const tradeId = (decoded: Decoded): number => (decoded.kind === 'trade' ? Number(decoded.id) : -1);

const micros = (value: unknown): Micros | null => (typeof value === 'string' ? fromRfc3339(value) : null);

/** Tickers and older snapshots have no time. */
const timeIfAny = (read: FieldReader): Micros | null => (read.has('timestamp') ? read.time('timestamp', micros) : null);

function crc(read: FieldReader): number {
  const value = read.whole('checksum');
  if (value > MAX_CRC32) read.refuse('bad_number', `checksum: ${value}`);
  return value;
}

function snapshot(entry: JsonObject): Decoded {
  const read = new FieldReader(entry, jsonNumber);
  return messageOrRefusal('book', read, {
    kind: 'book_snapshot',
    symbol: read.symbol('symbol'),
    last: null,
    checksum: crc(read),
    bids: read.levels('bids', BIDS),
    asks: read.levels('asks', ASKS),
    tsEvent: timeIfAny(read),
  });
}

function delta(entry: JsonObject): Decoded {
  const read = new FieldReader(entry, jsonNumber);
  return messageOrRefusal('book', read, {
    kind: 'book_delta',
    symbol: read.symbol('symbol'),
    first: null,
    last: null,
    checksum: crc(read),
    bids: read.levels('bids', CHANGES),
    asks: read.levels('asks', CHANGES),
    tsEvent: timeIfAny(read),
  });
}

/** `side` is the taker's. */
function trade(entry: JsonObject, via: DecodedTrade['via']): Decoded {
  const read = new FieldReader(entry, jsonNumber);
  return messageOrRefusal('trade', read, {
    kind: 'trade',
    symbol: read.symbol('symbol'),
    id: read.tradeNumber('trade_id'),
    price: read.positive('price'),
    size: read.positive('qty'),
    side: read.oneOf('side', ['buy', 'sell']),
    tsEvent: read.time('timestamp', micros),
    via,
  });
}

function ticker(entry: JsonObject): Decoded {
  // A pair that never traded has price 0. That is valid, but not a ticker.
  if (entry['last'] === 0) return { kind: 'ignored', what: 'ticker of a pair without trades' };
  const read = new FieldReader(entry, jsonNumber);
  return messageOrRefusal('ticker', read, {
    kind: 'ticker',
    symbol: read.symbol('symbol'),
    last: read.positive('last'),
    changePct: read.signed('change_pct'),
    high: read.amount('high'),
    low: read.amount('low'),
    volume: read.amount('volume'),
    from: null,
    tsEvent: timeIfAny(read),
  });
}

function quote(entry: JsonObject): Decoded {
  // A side without orders has price 0 and size 0. That is valid, but not a quote.
  if (isEmptySide(entry['bid'], entry['bid_qty']) || isEmptySide(entry['ask'], entry['ask_qty']))
    return { kind: 'ignored', what: 'one-sided ticker' };
  const read = new FieldReader(entry, jsonNumber);
  return messageOrRefusal('ticker', read, {
    kind: 'quote',
    symbol: read.symbol('symbol'),
    seq: null,
    bid: read.positive('bid'),
    bidSize: read.amount('bid_qty'),
    ask: read.positive('ask'),
    askSize: read.amount('ask_qty'),
    tsEvent: timeIfAny(read),
  });
}

const isEmptySide = (price: unknown, size: unknown): boolean =>
  (price === 0 || price === null) && (size === 0 || size === null || size === undefined);

function status(entry: JsonObject): Decoded {
  const read = new FieldReader(entry, jsonNumber);
  return messageOrRefusal('status', read, { kind: 'status', status: read.text('system').slice(0, 40) });
}

/** The venue's answer to one of our requests. */
function answer(frame: JsonObject): readonly Decoded[] {
  const method = frame['method'];
  if (method === 'pong') return [{ kind: 'heartbeat' }];
  if (method === 'subscribe') return subscription(frame);
  // A failed unsubscription is harmless; only the subscription that follows it matters.
  if (method === 'unsubscribe') return [{ kind: 'ignored', what: 'unsubscribe' }];
  if (frame['error'] !== undefined) return [{ kind: 'rejected', symbol: null, stream: null, message: shown(frame['error']) }];
  return [refused('unknown_frame', shown(Object.keys(frame).join(',')))];
}

/** Each symbol gets one answer. A refusal has the symbol at the top level and no channel. */
function subscription(frame: JsonObject): readonly Decoded[] {
  const result = isObject(frame['result']) ? frame['result'] : {};
  const said = result['symbol'] ?? frame['symbol'];
  const symbol = isSymbol(said) ? said : null;
  const channel = channelOf(result['channel'], frame['req_id']);
  const streams = channel === null ? [null] : streamsIn(channel);
  if (frame['success'] === true) return streams.map((stream) => ({ kind: 'subscribed', symbol, stream }));
  // A stream that is already subscribed needs nothing more.
  if (frame['success'] === false && frame['error'] === 'Already subscribed')
    return streams.map((stream) => ({ kind: 'subscribed', symbol, stream }));
  if (frame['success'] === false)
    return streams.map((stream) => ({ kind: 'rejected', symbol, stream, message: shown(frame['error']) }));
  return [refused('bad_field', `subscribe.success: ${shown(frame['success'])}`)];
}

const CHANNELS: readonly Channel[] = ['book', 'trade', 'ticker'];

const channelOf = (name: unknown, requestId: unknown): Channel | null =>
  CHANNELS.find((channel) => channel === name || (name === undefined && REQUEST_ID[channel] === requestId)) ?? null;
