import { US_PER_MS, type Micros } from '../core/index.ts';
import * as words from './binance-words.ts';
import type { Frame } from './frame.ts';
import { createHub, type Hub } from './hub.ts';
import type { Link, Session } from './link.ts';
import { every, type Floor, type TradedInstrument, type InstrumentWriter } from './protocol.ts';

/** Depth streams: the name that follows the symbol, and milliseconds between frames. */
const DEPTH_STREAMS = [
  { name: 'depth@100ms', everyMs: 100 },
  { name: 'depth', everyMs: 1_000 },
] as const;
const TICKER_MS = 1_000;
/** Frames per second that a client may send. */
const CLIENT_FRAMES_A_SECOND = 5;
/** First update id, and the first id after a reset. */
const FIRST_UPDATE_ID = 50_000_000_000;
const RESET_UPDATE_ID = 1_000_000;
/** Ticks by which the bid of a crossed frame is above the ask. */
const CROSSED_BY = 2;

export interface BinanceStreams {
  accept(path: string): ((link: Link) => Session) | number;
  open(instrument: TradedInstrument): InstrumentWriter;
  /** The id of the last update of a book. */
  updateId(symbol: string): number;
  announceShutdown(link: Link): void;
  stop(): void;
}

export interface Client {
  readonly form: 'combined' | 'raw';
}

export const sorted = (changed: ReadonlyMap<number, number>, sign: 1 | -1) => [...changed].sort(([a], [b]) => sign * (a - b));

export function createBinanceStreams(floor: Floor): BinanceStreams {
  const hub = createHub();
  const clients = new Map<Link, Client>();
  const ids = new Map<string, number>();
  const timers: (() => void)[] = [];

  const publish = publisher(hub, clients);

  return {
    accept: (path) => acceptPath(path, hub, clients, floor),
    updateId: (symbol) => ids.get(symbol) as number,
    open(instrument) {
      const writer = createInstrumentWriter(instrument, floor, hub, publish, ids);
      timers.push(...writer.timers);
      return writer;
    },
    announceShutdown(link) {
      const text = `{"e":"serverShutdown","E":${words.millis(floor.wireTime(floor.clock.now()))}}`;
      link.send({ symbol: null, channel: 'control', text });
    },
    stop() {
      for (const cancel of timers) cancel();
    },
  };
}

export type Publish = (topic: string, frame: Frame) => void;

/** Sends a frame to all subscribers of its topic, wrapped or raw as their connection requires. */
export const publisher =
  (hub: Hub, clients: ReadonlyMap<Link, Client>): Publish =>
  (topic, frame) => {
    for (const link of hub.on(topic)) {
      const form = clients.get(link)?.form;
      const wrap = (text: string) => (form === 'combined' ? `{"stream":"${topic}","data":${text}}` : text);
      const { crossed } = frame;
      link.send({ ...frame, text: wrap(frame.text), ...(crossed === undefined ? {} : { crossed: () => wrap(crossed()) }) });
    }
  };

function createInstrumentWriter(
  instrument: TradedInstrument,
  floor: Floor,
  hub: Hub,
  publish: Publish,
  ids: Map<string, number>,
): InstrumentWriter & { readonly timers: readonly (() => void)[] } {
  const { listing, market, journal } = instrument;
  const { symbol } = listing;
  const stream = symbol.toLowerCase();
  const decimals = Math.min(listing.priceScale, listing.sizeScale);
  const data = { symbol, numbers: words.SPOT_NUMBERS, decimals };
  let id = FIRST_UPDATE_ID;
  let touch = '';
  ids.set(symbol, id);
  journal.mark(id, floor.clock.now());

  const depths = DEPTH_STREAMS.map(({ name, everyMs }) => ({
    topic: `${stream}@${name}`,
    everyMs,
    sent: id,
    bids: new Map<number, number>(),
    asks: new Map<number, number>(),
  }));

  const depthText = (first: number, bids: string, asks: string) =>
    `{"e":"depthUpdate","E":${words.millis(floor.wireTime(floor.clock.now()))},"s":"${symbol}",` +
    `"U":${first},"u":${id},"b":${bids},"a":${asks}}`;

  const flush = (depth: (typeof depths)[number]) => {
    if (depth.sent === id) return;
    const first = depth.sent + 1;
    depth.sent = id;
    if (hub.on(depth.topic).size > 0) {
      const bids = sorted(depth.bids, -1);
      const asks = words.levels(listing, sorted(depth.asks, 1));
      const over: [number, number] = [market.asks.tickAt(0) + CROSSED_BY, Math.max(1, market.asks.lotsAt(0))];
      publish(depth.topic, {
        ...data,
        channel: 'book',
        text: depthText(first, words.levels(listing, bids), asks),
        crossed: () => depthText(first, words.levels(listing, [over, ...bids]), asks),
      });
    }
    depth.bids.clear();
    depth.asks.clear();
  };

  const sendTouch = () => {
    const { bids, asks } = market;
    const now = `${bids.tickAt(0)},${bids.lotsAt(0)},${asks.tickAt(0)},${asks.lotsAt(0)}`;
    if (now === touch) return;
    touch = now;
    const topic = `${stream}@bookTicker`;
    if (hub.on(topic).size === 0) return;
    const bid = `"b":${words.price(listing, bids.tickAt(0))},"B":${words.size(listing, bids.lotsAt(0))}`;
    const ask = `"a":${words.price(listing, asks.tickAt(0))},"A":${words.size(listing, asks.lotsAt(0))}`;
    publish(topic, { ...data, channel: 'quote', text: `{"u":${id},"s":"${symbol}",${bid},${ask}}` });
  };

  const ticker = () => {
    const topic = `${stream}@ticker`;
    const now = floor.wireTime(floor.clock.now());
    const day = hub.on(topic).size > 0 ? instrument.tape.day(now) : null;
    if (day === null) return;
    const f = words.dayFigures(instrument, now, day);
    const text =
      `{"e":"24hrTicker","E":${f.closeMs},"s":"${symbol}","p":${f.change},"P":${f.percent},"w":${f.average},"x":${f.open},` +
      `"c":${f.last},"Q":${f.lastSize},"b":${f.bid},"B":${f.bidSize},"a":${f.ask},"A":${f.askSize},"o":${f.open},` +
      `"h":${f.high},"l":${f.low},"v":${f.volume},"q":${f.turnover},"O":${f.openMs},"C":${f.closeMs},` +
      `"F":${f.firstId},"L":${f.lastId},"n":${f.count}}`;
    publish(topic, { ...data, channel: 'ticker', text });
  };

  // Each symbol flushes at a different moment within 100 ms, as on the venue.
  const phase = 1 + ((ids.size * 37) % 100);
  return {
    timers: [
      ...depths.map((depth) => every(floor.clock, depth.everyMs, phase, () => flush(depth))),
      every(floor.clock, TICKER_MS, phase, ticker),
    ],
    change(change, at) {
      id++;
      ids.set(symbol, id);
      journal.push(id, at, change);
      for (const depth of depths) (change.side === 'bid' ? depth.bids : depth.asks).set(change.tick, change.lots);
      sendTouch();
      floor.noteTruth(instrument, { seq: id, ts: floor.wireTime(at) });
    },
    trade(trade) {
      const topic = `${stream}@trade`;
      if (hub.on(topic).size === 0) return;
      const at = words.millis(trade.at);
      const text =
        `{"e":"trade","E":${at},"s":"${symbol}","t":${trade.id},"p":${words.price(listing, trade.tick)},` +
        `"q":${words.size(listing, trade.lots)},"T":${at},"m":${trade.side === 'sell'},"M":true}`;
      publish(topic, { ...data, channel: 'trade', text });
    },
    settled() {},
    resetSequence() {
      depths.forEach(flush);
      id = RESET_UPDATE_ID;
      ids.set(symbol, id);
      for (const depth of depths) depth.sent = id;
      journal.mark(id, floor.clock.now());
    },
  };
}

const answer = (link: Link, text: string) => link.send({ symbol: null, channel: 'control', text });

/**
 * Opens a session for `/stream?streams=…` with wrapped frames or for `/ws/…` with raw frames; or returns a refusing HTTP
 * status.
 */
export function acceptPath(path: string, hub: Hub, clients: Map<Link, Client>, floor: Floor): ((link: Link) => Session) | number {
  const url = new URL(path, 'ws://exchange');
  const names =
    url.pathname === '/stream' ? (url.searchParams.get('streams') ?? '').split('/') : url.pathname.split('/').slice(2);
  if (url.pathname !== '/stream' && !/^\/ws(\/|$)/.test(url.pathname)) return 404;
  return (link) => {
    clients.set(link, { form: url.pathname === '/stream' ? 'combined' : 'raw' });
    for (const name of names) if (name !== '') hub.add(name, link);
    let second: Micros = 0;
    let heard = 0;
    return {
      message(text) {
        const now = Math.floor(floor.clock.now() / (1_000 * US_PER_MS));
        heard = now === second ? heard + 1 : 1;
        second = now;
        if (heard > CLIENT_FRAMES_A_SECOND) link.close(1008, 'Too many requests');
        else obey(text, link, hub);
      },
      closed() {
        hub.forget(link);
        clients.delete(link);
      },
    };
  };
}

function obey(text: string, link: Link, hub: Hub): void {
  const request = readRequest(text);
  if (typeof request === 'string') {
    answer(link, `{"error":{"code":2,"msg":"Invalid request: ${request}"}}`);
    return;
  }
  const { method, params, id } = request;
  if (method === 'LIST_SUBSCRIPTIONS') {
    answer(link, JSON.stringify({ result: hub.topicsOf(link), id }));
    return;
  }
  for (const name of params) {
    if (method === 'SUBSCRIBE') hub.add(name, link);
    else hub.remove(name, link);
  }
  answer(link, JSON.stringify({ result: null, id }));
}

interface Request {
  readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE' | 'LIST_SUBSCRIPTIONS';
  readonly params: readonly string[];
  readonly id: unknown;
}

/** Reads a client's request; returns the venue's error text if it is invalid. */
function readRequest(text: string): Request | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'JSON parse error';
  }
  if (typeof value !== 'object' || value === null) return 'request must be an object';
  const { method, params = [], id = null } = value as { method?: unknown; params?: unknown; id?: unknown };
  if (method !== 'SUBSCRIBE' && method !== 'UNSUBSCRIBE' && method !== 'LIST_SUBSCRIPTIONS') return 'unknown variant of method';
  if (!Array.isArray(params) || !params.every((name) => typeof name === 'string')) return 'params must be an array of strings';
  return { method, params, id };
}
