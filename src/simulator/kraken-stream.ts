import type { Micros } from '../core/index.ts';
import type { Channel, Frame } from './frame.ts';
import { createHub, type Hub } from './hub.ts';
import { edgesOf, sideUpdate, type Edges } from './kraken-book.ts';
import { readKrakenRequest, type KrakenRequest } from './kraken-request.ts';
import * as words from './kraken-words.ts';
import type { Link, Session } from './link.ts';
import type { LevelChange } from './market.ts';
import { every, type Floor, type TradedInstrument, type InstrumentWriter } from './protocol.ts';
import { snapshotSides } from './snapshot-sides.ts';
import type { TapeTrade } from './tape.ts';

const HEARTBEAT_MS = 1_000;
const TRADES_IN_SNAPSHOT = 50;
/** Ticks by which the bid of a crossed frame is above the ask. */
const CROSSED_BY = 2;
/** First trade id after a reset. Trade ids are reset because the venue has no update ids. */
const RESET_TRADE_ID = 1;

/** A traded instrument with the state of its streams. */
interface StreamedInstrument extends InstrumentWriter {
  readonly instrument: TradedInstrument;
  /** Time of the last book update, as printed. */
  lastUpdate(): Micros;
  watchBook(depth: number): void;
  ticker(type: 'snapshot' | 'update'): Frame | null;
}

export interface KrakenStreams {
  accept(path: string): ((link: Link) => Session) | number;
  open(instrument: TradedInstrument): InstrumentWriter;
  announceShutdown(link: Link): void;
  stop(): void;
}

const message = (channel: string, type: 'snapshot' | 'update', data: string) =>
  `{"channel":"${channel}","type":"${type}","data":${data}}`;

export function createKrakenStreams(floor: Floor): KrakenStreams {
  const hub = createHub();
  const streamed = new Map<string, StreamedInstrument>();
  const live = new Set<Link>();
  let connections = 0;

  const status = (system: 'online' | 'maintenance'): Frame => ({
    symbol: null,
    channel: 'control',
    text: message(
      'status',
      'update',
      `[{"version":"2.0.10","system":"${system}","api_version":"v2","connection_id":${1_000_000 + connections}}]`,
    ),
  });

  const stopHeart = every(floor.clock, HEARTBEAT_MS, HEARTBEAT_MS, () => {
    for (const link of live) {
      if (hub.topicsOf(link).length > 0) link.send({ symbol: null, channel: 'control', text: '{"channel":"heartbeat"}' });
    }
  });

  return {
    accept(path) {
      const { pathname } = new URL(path, 'ws://exchange');
      if (pathname !== '/' && pathname !== '/v2') return 404;
      return (link) => {
        connections++;
        live.add(link);
        // Sent after the session is set up, because a link can't send earlier.
        floor.clock.after(0, () => link.send(status('online')));
        return {
          message: (text) => obey(text, link, floor, hub, streamed),
          closed() {
            live.delete(link);
            hub.forget(link);
          },
        };
      };
    },
    open(instrument) {
      const streams = openStreams(instrument, floor, hub);
      streamed.set(instrument.listing.symbol, streams);
      return streams;
    },
    announceShutdown: (link) => link.send(status('maintenance')),
    stop: stopHeart,
  };
}

function openStreams(instrument: TradedInstrument, floor: Floor, hub: Hub): StreamedInstrument {
  const { listing, market, journal, tape } = instrument;
  const { symbol } = listing;
  const data = { symbol, numbers: words.NUMBERS, decimals: Math.min(listing.priceScale, listing.sizeScale) };
  const views = new Map<number, Edges>();
  let changes: LevelChange[] = [];
  let trades: TapeTrade[] = [];
  let lastUpdate = floor.wireTime(floor.clock.now());
  let touch = '';
  journal.mark(lastUpdate, floor.clock.now());

  const publish = (topic: string, frame: Frame) => {
    for (const link of hub.on(topic)) link.send(frame);
  };

  const bookFrames = (at: Micros) => {
    let checksum: number | null = null;
    for (const [depth, old] of views) {
      const topic = `book|${symbol}|${depth}`;
      if (hub.on(topic).size === 0) {
        views.delete(depth);
        continue;
      }
      const bids = sideUpdate(market.bids, changes, old.bid, depth);
      const asks = sideUpdate(market.asks, changes, old.ask, depth);
      views.set(depth, edgesOf(market.bids, market.asks, depth));
      if (bids.length + asks.length === 0) continue;
      checksum ??= words.checksum(listing, market.bids, market.asks);
      const over: [number, number] = [market.asks.tickAt(0) + CROSSED_BY, market.asks.lotsAt(0)];
      const tail = `"asks":${words.levels(listing, asks)},"checksum":${checksum},"timestamp":"${words.stamp(at)}"}]`;
      const text = (rows: typeof bids) =>
        message('book', 'update', `[{"symbol":"${symbol}","bids":${words.levels(listing, rows)},${tail}`);
      publish(topic, { ...data, channel: 'book', text: text(bids), crossed: () => text([over, ...bids]) });
    }
  };

  const ticker = (type: 'snapshot' | 'update'): Frame | null => {
    const now = floor.wireTime(floor.clock.now());
    const day = tape.day(now);
    if (day === null) return null;
    const { bids, asks } = market;
    const quote =
      `"bid":${words.price(listing, bids.tickAt(0))},"bid_qty":${words.size(listing, bids.lotsAt(0))},` +
      `"ask":${words.price(listing, asks.tickAt(0))},"ask_qty":${words.size(listing, asks.lotsAt(0))}`;
    const range =
      `"last":${words.price(listing, day.close)},"volume":${words.size(listing, day.lots)},` +
      `"vwap":${words.price(listing, Math.round(day.quote / Math.max(1, day.lots)))},` +
      `"low":${words.price(listing, day.low)},"high":${words.price(listing, day.high)}`;
    const change =
      `"change":${words.price(listing, day.close - day.open)},` +
      `"change_pct":${(((day.close - day.open) / day.open) * 100).toFixed(2)},"timestamp":"${words.stamp(now)}"`;
    return { ...data, channel: 'ticker', text: message('ticker', type, `[{"symbol":"${symbol}",${quote},${range},${change}}]`) };
  };

  const tickerFrames = (trigger: 'trades' | 'bbo') => {
    const topic = `ticker|${symbol}|${trigger}`;
    const frame = hub.on(topic).size > 0 ? ticker('update') : null;
    if (frame !== null) publish(topic, frame);
  };

  const tradeFrames = () => {
    const topic = `trade|${symbol}`;
    if (hub.on(topic).size === 0) return;
    const rows = trades.map((trade) => words.tradeRow(listing, trade)).join(',');
    publish(topic, { ...data, channel: 'trade', text: message('trade', 'update', `[${rows}]`) });
  };

  return {
    instrument,
    lastUpdate: () => lastUpdate,
    watchBook(depth) {
      if (!views.has(depth)) views.set(depth, edgesOf(market.bids, market.asks, depth));
    },
    ticker,
    change(change, at) {
      journal.push(floor.wireTime(at), at, change);
      changes.push(change);
    },
    trade: (trade) => void trades.push(trade),
    settled(at) {
      if (changes.length === 0) return;
      lastUpdate = floor.wireTime(at);
      if (views.size > 0) bookFrames(lastUpdate);
      const now = `${market.bids.tickAt(0)},${market.asks.tickAt(0)}`;
      if (now !== touch) tickerFrames('bbo');
      touch = now;
      if (trades.length > 0) {
        tradeFrames();
        tickerFrames('trades');
      }
      floor.noteTruth(instrument, { seq: null, ts: lastUpdate });
      changes = [];
      trades = [];
    },
    resetSequence: () => tape.renumber(RESET_TRADE_ID),
  };
}

function obey(text: string, link: Link, floor: Floor, hub: Hub, streamed: ReadonlyMap<string, StreamedInstrument>): void {
  const timeIn = words.stamp(floor.wireTime(floor.clock.now()));
  const reply = (fields: Readonly<Record<string, unknown>>, symbol: string | null = null) => {
    const times = { time_in: timeIn, time_out: words.stamp(floor.wireTime(floor.clock.now())) };
    link.send({ symbol, channel: 'control', text: JSON.stringify({ ...fields, ...times }) });
  };
  const request = readKrakenRequest(text);
  const id = request.reqId === undefined ? {} : { req_id: request.reqId };
  if (request.kind === 'bad') {
    reply({ error: request.problem, method: request.method, success: false, ...id });
    return;
  }
  if (request.kind === 'ping') {
    reply({ method: 'pong', ...id });
    return;
  }
  for (const symbol of request.symbols) {
    const streams = streamed.get(symbol);
    const refused = (error: string) => reply({ error, method: request.kind, success: false, symbol, ...id }, symbol);
    if (streams === undefined) {
      refused(`Currency pair not supported ${symbol}`);
      continue;
    }
    if (request.kind === 'subscribe' && floor.faults.refusesSubscription(symbol)) {
      refused('Subscription limit exceeded');
      continue;
    }
    const topic = topicOf(request, symbol);
    const done = request.kind === 'subscribe' ? hub.add(topic, link) : hub.remove(topic, link);
    if (done === 'already') refused('Already subscribed');
    else if (done === 'absent') refused('Subscription Not Found');
    else {
      reply({ method: request.kind, result: resultOf(request, symbol), success: true, ...id }, symbol);
      if (request.kind === 'subscribe') begin(request, streams, link, floor);
    }
  }
}

type Subscription = Extract<KrakenRequest, { kind: 'subscribe' | 'unsubscribe' }>;

function topicOf({ channel, depth, trigger }: Subscription, symbol: string): string {
  if (channel === 'book') return `book|${symbol}|${depth}`;
  return channel === 'trade' ? `trade|${symbol}` : `ticker|${symbol}|${trigger}`;
}

function resultOf({ channel, depth, trigger, snapshot }: Subscription, symbol: string) {
  if (channel === 'book') return { channel, depth, snapshot, symbol };
  return channel === 'trade' ? { channel, snapshot, symbol } : { channel, event_trigger: trigger, snapshot, symbol };
}

/** Sends the first messages of a new subscription. */
function begin(request: Subscription, streams: StreamedInstrument, link: Link, floor: Floor): void {
  const { listing, tape, market } = streams.instrument;
  const { symbol } = listing;
  if (request.channel === 'book') streams.watchBook(request.depth);
  if (!request.snapshot) return;
  const data = { symbol, numbers: words.NUMBERS, decimals: Math.min(listing.priceScale, listing.sizeScale) };
  const send = (channel: Channel, text: string) => link.send({ ...data, channel, text });
  if (request.channel === 'trade') {
    const rows = tape.latest(TRADES_IN_SNAPSHOT).map((trade) => words.tradeRow(listing, trade));
    send('trade', message('trade', 'snapshot', `[${rows.join(',')}]`));
    return;
  }
  if (request.channel === 'ticker') {
    const frame = streams.ticker('snapshot');
    if (frame !== null) link.send(frame);
    return;
  }
  const { wrong, lateMs } = floor.faults.snapshot(symbol);
  const { bids, asks } = snapshotSides(streams.instrument, {
    levels: request.depth,
    wrong,
    at: floor.clock.now(),
    within: 'top10',
  });
  const sides = `"bids":${words.levels(listing, bids)},"asks":${words.levels(listing, asks)}`;
  const proof = `"checksum":${words.checksum(listing, market.bids, market.asks)},"timestamp":"${words.stamp(streams.lastUpdate())}"`;
  const text = message('book', 'snapshot', `[{"symbol":"${symbol}",${sides},${proof}}]`);
  if (lateMs > 0) floor.clock.after(lateMs, () => send('book', text));
  else send('book', text);
}
