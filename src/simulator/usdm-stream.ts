import type { Micros } from '../core/index.ts';
import { acceptPath, publisher, sorted, type Client, type Publish } from './binance-stream.ts';
import * as words from './binance-words.ts';
import { createHub, type Hub } from './hub.ts';
import type { Link, Session } from './link.ts';
import { every, type Floor, type InstrumentWriter, type TradedInstrument } from './protocol.ts';
import { createDerived, markedText, markText, wireTradeId, type Derived } from './usdm-derived.ts';

const DEPTH_STREAMS = [
  { name: 'depth@100ms', everyMs: 100 },
  { name: 'depth@500ms', everyMs: 500 },
] as const;
/** First update id, and the first id after a reset. */
const FIRST_UPDATE_ID = 5_000_000_000_000;
const RESET_UPDATE_ID = 1_000_000;
/** Ids are counted over all markets of the venue; up to this many are skipped between two changes of one book. */
const IDS_BETWEEN = 7;
/** Ticks by which the bid of a crossed frame is above the ask. */
const CROSSED_BY = 2;
/** Channels of the mark prices of all instruments, and milliseconds between two frames. */
const ALL_MARKS = [
  ['!markPrice@arr@1s', 1_000],
  ['!markPrice@arr', 3_000],
] as const;

/** Matches prices and sizes in frames. */
export const USDM_NUMBERS = /"(\d+\.\d+)"/g;

export interface UsdmStreams {
  accept(path: string): ((link: Link) => Session) | number;
  open(instrument: TradedInstrument): InstrumentWriter;
  /** Id and time of the last update of a book. */
  lastUpdate(symbol: string): { readonly id: number; readonly at: Micros };
  /** Open positions, one side, in lots. */
  openLots(symbol: string): number;
  announceShutdown(link: Link): void;
  stop(): void;
}

/** The part of the host that sends a topic; the other part never sends it. */
const partOf = (topic: string): string => (/@(depth|trade|bookTicker)/.test(topic) ? 'public' : 'market');

const partHub = (hub: Hub, part: string): Hub => ({
  ...hub,
  add: (topic, link) => (partOf(topic) === part ? hub.add(topic, link) : 'already'),
});

export function createUsdmStreams(floor: Floor): UsdmStreams {
  const hub = createHub();
  const clients = new Map<Link, Client>();
  const updates = new Map<string, { id: number; at: Micros }>();
  const derived = new Map<string, Derived>();
  const timers: (() => void)[] = [];
  const publish = publisher(hub, clients);

  /** Publishes the mark prices of all instruments in one frame, which belongs to no single symbol. */
  const publishMarks = (topic: string) => {
    if (hub.on(topic).size === 0) return;
    const at = floor.wireTime(floor.clock.now());
    const traded = [...floor.instruments.values()].map((instrument) => markText(instrument, at));
    const texts = [...traded, ...floor.markedOnly.map((symbol, i) => markedText(symbol, 100 + i, at))];
    publish(topic, { symbol: null, channel: 'derived', text: `[${texts.join(',')}]` });
  };
  for (const [topic, everyMs] of ALL_MARKS) timers.push(every(floor.clock, everyMs, everyMs, () => publishMarks(topic)));

  return {
    accept(path) {
      const [, part, rest] = /^\/(public|market)(\/.*)$/.exec(path) ?? [];
      return part === undefined || rest === undefined ? 404 : acceptPath(rest, partHub(hub, part), clients, floor);
    },
    lastUpdate: (symbol) => updates.get(symbol) as { id: number; at: Micros },
    openLots: (symbol) => derived.get(symbol)?.openLots() ?? 0,
    open(instrument) {
      const own = createDerived({ instrument, floor, hub, publish });
      derived.set(instrument.listing.symbol, own);
      const writer = createWriter({ instrument, floor, hub, publish, updates, derived: own });
      timers.push(...writer.timers, ...own.timers);
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

interface WriterOptions {
  readonly instrument: TradedInstrument;
  readonly floor: Floor;
  readonly hub: Hub;
  readonly publish: Publish;
  readonly updates: Map<string, { id: number; at: Micros }>;
  readonly derived: Derived;
}

function createWriter(options: WriterOptions): InstrumentWriter & { readonly timers: readonly (() => void)[] } {
  const { instrument, floor, hub, publish, updates, derived } = options;
  const { listing, market, journal } = instrument;
  const { symbol } = listing;
  const stream = symbol.toLowerCase();
  const data = { symbol, numbers: USDM_NUMBERS, decimals: Math.min(listing.priceScale, listing.sizeScale) };
  let id = FIRST_UPDATE_ID;
  let touch = '';
  const wireNow = () => floor.wireTime(floor.clock.now());
  const note = (at: Micros) => void updates.set(symbol, { id, at: floor.wireTime(at) });
  note(floor.clock.now());
  journal.mark(id, floor.clock.now());

  const depths = DEPTH_STREAMS.map(({ name, everyMs }) => ({
    topic: `${stream}@${name}`,
    everyMs,
    sent: id,
    first: id,
    bids: new Map<number, number>(),
    asks: new Map<number, number>(),
  }));

  const flush = (depth: (typeof depths)[number]) => {
    const { sent, first } = depth;
    if (sent === id) return;
    depth.sent = id;
    if (hub.on(depth.topic).size > 0) {
      const { at } = updates.get(symbol) as { at: Micros };
      const last = id;
      const bids = sorted(depth.bids, -1);
      const asks = words.levels(listing, sorted(depth.asks, 1));
      const text = (rows: readonly (readonly [number, number])[]) =>
        `{"e":"depthUpdate","E":${words.millis(wireNow())},"T":${words.millis(at)},"s":"${symbol}","ps":"${symbol}",` +
        `"U":${first},"u":${last},"pu":${sent},"b":${words.levels(listing, rows)},"a":${asks},"st":1}`;
      const over: [number, number] = [market.asks.tickAt(0) + CROSSED_BY, Math.max(1, market.asks.lotsAt(0))];
      publish(depth.topic, { ...data, channel: 'book', text: text(bids), crossed: () => text([over, ...bids]) });
    }
    depth.bids.clear();
    depth.asks.clear();
  };

  const sendTouch = (at: Micros) => {
    const { bids, asks } = market;
    const now = `${bids.tickAt(0)},${bids.lotsAt(0)},${asks.tickAt(0)},${asks.lotsAt(0)}`;
    if (now === touch) return;
    touch = now;
    const topic = `${stream}@bookTicker`;
    if (hub.on(topic).size === 0) return;
    const bid = `"b":${words.price(listing, bids.tickAt(0))},"B":${words.size(listing, bids.lotsAt(0))}`;
    const ask = `"a":${words.price(listing, asks.tickAt(0))},"A":${words.size(listing, asks.lotsAt(0))}`;
    const times = `"T":${words.millis(floor.wireTime(at))},"E":${words.millis(wireNow())}`;
    publish(topic, {
      ...data,
      channel: 'quote',
      text: `{"e":"bookTicker","u":${id},"s":"${symbol}","ps":"${symbol}",${bid},${ask},${times},"st":1}`,
    });
  };

  // Each symbol flushes at a different moment within 100 ms, as on the venue.
  const phase = 1 + ((updates.size * 37) % 100);
  return {
    timers: depths.map((depth) => every(floor.clock, depth.everyMs, phase, () => flush(depth))),
    change(change, at) {
      const isFirst = depths.map(({ sent }) => sent === id);
      id += 1 + (id % IDS_BETWEEN);
      note(at);
      journal.push(id, at, change);
      depths.forEach((depth, i) => {
        if (isFirst[i] === true) depth.first = id;
        (change.side === 'bid' ? depth.bids : depth.asks).set(change.tick, change.lots);
      });
      sendTouch(at);
      floor.noteTruth(instrument, { seq: id, ts: floor.wireTime(at) });
    },
    trade(trade) {
      derived.traded(trade);
      const topic = `${stream}@trade`;
      if (hub.on(topic).size === 0) return;
      const at = words.millis(trade.at);
      const text = (tradeId: number, kind: string) =>
        `{"e":"trade","E":${at},"T":${at},"s":"${symbol}","t":${tradeId},"p":${words.price(listing, trade.tick)},` +
        `"q":${words.size(listing, trade.lots)},"X":"${kind}","m":${trade.side === 'sell'},"st":1}`;
      const tradeId = wireTradeId(trade.id);
      // The previous id may belong to a trade outside the book; the stream publishes half of these trades.
      const isHole = wireTradeId(trade.id - 1) < tradeId - 1;
      if (isHole && trade.id % 2 === 0) publish(topic, { ...data, channel: 'trade', text: text(tradeId - 1, 'INSURANCE_FUND') });
      publish(topic, { ...data, channel: 'trade', text: text(tradeId, 'MARKET') });
    },
    settled() {},
    resetSequence() {
      depths.forEach(flush);
      id = RESET_UPDATE_ID;
      note(floor.clock.now());
      for (const depth of depths) depth.sent = id;
      journal.mark(id, floor.clock.now());
    },
  };
}
