import {
  markedBody,
  SIMULATOR_HEADER,
  US_PER_MS,
  US_PER_SECOND,
  type Clock,
  type HttpAnswer,
  type Micros,
  type Side,
  type Transport,
} from '../core/index.ts';
import { createBinanceSpot } from './binance-spot.ts';
import { createBinanceUsdm } from './binance-usdm.ts';
import { childRandom, exponential } from './chance.ts';
import { badSimulation } from './errors.ts';
import { parseFaults, type FaultRule } from './fault-spec.ts';
import type { Gate } from './gate.ts';
import type { Episode } from './episodes/episode.ts';
import { createScript } from './episodes/script.ts';
import { createFaults, type FiredFault, type World } from './faults.ts';
import { createKrakenSpot } from './kraken-spot.ts';
import { openLink, type Link } from './link.ts';
import { DEFAULT_SYMBOLS, listingOf, printSize, type Listing, type SimulatedVenue } from './listing.ts';
import { createMarket, type Market } from './market.ts';
import { memoryTransport } from './memory-transport.ts';
import type { Floor, TradedInstrument, InstrumentWriter, Protocol, TruthUpdate } from './protocol.ts';
import { SCENARIOS, scenarioNames, type Scenario, type ScenarioName } from './scenario.ts';
import { createTape } from './tape.ts';
import { createJournal, type Sides, type TruthBook } from './truth.ts';

export interface ExchangeOptions {
  readonly venue: SimulatedVenue;
  /** Native symbols of the venue. Default: bitcoin and ether against the dollar. */
  readonly symbols?: readonly string[];
  /** Further symbols that only the channel of all mark prices has: no market runs behind them, and no definition names them. */
  readonly markedOnly?: readonly string[];
  /** A whole number; determines everything that happens. */
  readonly seed: number;
  readonly clock: Clock;
  readonly scenario?: ScenarioName;
  /** Rules, or their text form (`parseFaults`). */
  readonly faults?: string | readonly FaultRule[];
  /** Time of the exchange's own clock at creation; default: the time of `clock`. */
  readonly start?: Micros;
  /** Levels per side, 5–20,000; default by scenario. */
  readonly levels?: number;
  /** Multiplies the rate of orders, 0.01–1,000; default 1. */
  readonly intensity?: number;
  /** How far back `truth.at` reaches, seconds; default 120. */
  readonly journalSeconds?: number;
  /** Minutes of trades and candles from before the start; default 40. */
  readonly historyMinutes?: number;
  /** Least and mean one-way delay of the in-memory transport; default 1 and 3. `none` for real sockets. */
  readonly latencyMs?: { readonly least: number; readonly mean: number } | 'none';
  /** Seconds before the first episode, and least and mean pause between episodes; default 240, 60, 150. */
  readonly episodePace?: { readonly first?: number; readonly least?: number; readonly mean?: number };
  /** Age at which the exchange closes a connection; default 24 hours. */
  readonly connectionLifeMs?: number;
}

export interface Truth {
  /**
   * The book right after update id `key` (Binance), or at the printed time `key` in µs (Kraken); null if the journal does not
   * reach it.
   */
  at(symbol: string, key: number, levels?: number): TruthBook | null;
  now(symbol: string, levels?: number): TruthBook;
}

/** One trade; size in base currency. */
export interface TrueTrade {
  readonly symbol: string;
  readonly at: Micros;
  readonly size: number;
  readonly side: Side;
}

/** A simulated exchange. Its market runs from creation to `stop`, whether anybody is connected or not. */
export interface Exchange {
  readonly venue: SimulatedVenue;
  /** How a state of a book is identified: by its update id or by its time. */
  readonly keys: Protocol['keys'];
  readonly symbols: readonly string[];
  transport(): Transport;
  readonly truth: Truth;
  readonly fired: readonly FiredFault[];
  /** Labels of the finished episodes, oldest first. */
  readonly episodes: readonly Episode[];
  /** Called with each episode when it is over; returns an unsubscribe function. */
  onEpisode(callback: (episode: Episode) => void): () => void;
  /** Called with each update of every book; returns an unsubscribe function. */
  onTruth(callback: (update: TruthUpdate) => void): () => void;
  /** Called with each trade, timed by `clock` and not by the exchange's own clock; returns an unsubscribe function. */
  onTrade(callback: (trade: TrueTrade) => void): () => void;
  stop(): void;
}

const PROTOCOLS = {
  'binance-spot': createBinanceSpot,
  'kraken-spot': createKrakenSpot,
  'binance-usdm': createBinanceUsdm,
} as const;
const USUAL_LATENCY = { least: 1, mean: 3 } as const;
const DAY_MS = 24 * 60 * 60_000;
/** A market that is further behind its clock (because the machine slept) skips the missed time. */
const MOST_BEHIND_US = 5 * US_PER_SECOND;
const BURST_US = US_PER_SECOND;
const UNAVAILABLE = 503;
/** Four minutes for detectors to learn the market's baseline, then an episode every few minutes. Seconds. */
const EPISODE_PACE = { first: 240, least: 60, mean: 150 } as const;

const within = (name: string, value: number, low: number, high: number): number => {
  if (value >= low && value <= high) return value;
  throw badSimulation({ problem: `${name} is ${value}, not from ${low} to ${high}` });
};

function listingsOf({ venue, symbols = DEFAULT_SYMBOLS[venue] }: ExchangeOptions): readonly Listing[] {
  if (symbols.length === 0) throw badSimulation({ problem: 'there is no symbol' });
  return [...new Set(symbols)].map((symbol) => listingOf(venue, symbol));
}

function scenarioOf({ scenario = 'calm', levels }: ExchangeOptions): Scenario {
  if (!Object.hasOwn(SCENARIOS, scenario)) {
    throw badSimulation({ problem: `there is no scenario ${scenario}; there are ${scenarioNames.join(', ')}` });
  }
  const chosen: Scenario = SCENARIOS[scenario];
  return levels === undefined ? chosen : { ...chosen, levels: Math.round(within('levels', levels, 5, 20_000)) };
}

/** Builds an exchange and the gate by which transports reach it. */
export function buildExchange(options: ExchangeOptions): { readonly exchange: Exchange; readonly gate: Gate } {
  const { venue, seed, clock, journalSeconds = 120, historyMinutes = 40, latencyMs = USUAL_LATENCY } = options;
  if (!Object.hasOwn(PROTOCOLS, venue))
    throw badSimulation({ problem: `there is no simulated venue ${venue}; there are ${Object.keys(PROTOCOLS).join(', ')}` });
  within('seed', Math.abs(seed), 0, Number.MAX_SAFE_INTEGER);
  within('journalSeconds', journalSeconds, 1, 86_400);
  within('historyMinutes', historyMinutes, 0, 1_440);
  const intensity = within('intensity', options.intensity ?? 1, 0.01, 1_000);
  const scenario = scenarioOf(options);
  const listings = listingsOf(options);
  const rules = typeof options.faults === 'string' ? parseFaults(options.faults) : (options.faults ?? []);

  const opened = clock.now();
  const instruments = new Map<string, TradedInstrument>();
  const writers = new Map<string, InstrumentWriter>();
  const links = new Set<Link>();
  const listeners = new Set<(update: TruthUpdate) => void>();
  const customers = new Set<(trade: TrueTrade) => void>();
  const episodes: Episode[] = [];
  const witnesses = new Set<(episode: Episode) => void>();
  const random = childRandom(seed, 'latency');
  let offset = (options.start ?? opened) - opened;
  let state: 'running' | 'stopped' = 'running';

  /** Answers carry the venue's own time, which a fault may falsify. */
  const dated = (headers: Readonly<Record<string, string>>) => ({
    ...headers,
    [SIMULATOR_HEADER]: 'yes',
    date: new Date((clock.now() + offset) / US_PER_MS).toUTCString(),
  });

  const shutDown = (graceMs: number) => {
    const going = [...links];
    for (const link of going) protocol.announceShutdown(link);
    clock.after(graceMs, () => going.forEach((link) => link.close(1001, 'server shutdown')));
  };
  const world: World = {
    stepClock: (ms) => void (offset += ms * US_PER_MS),
    resetSequence: (symbol) => writers.forEach((writer, name) => (symbol ?? name) === name && writer.resetSequence()),
    burst: (factor) => instruments.forEach(({ market }) => market.burst(factor, clock.now() + BURST_US)),
    shutDown,
    addDecimal: (symbol) =>
      listings.forEach((listing) => {
        if ((symbol ?? listing.symbol) === listing.symbol) listing.finer++;
      }),
  };
  const faults = createFaults({ rules, random: childRandom(seed, 'faults'), clock, world });

  const real = (listing: Listing, [tick, lots]: readonly [number, number]): [number, number] => [
    tick / 10 ** listing.priceScale,
    listing.bulk === 1n ? lots / 10 ** listing.sizeScale : Number(printSize(listing, lots, listing.sizeScale)),
  ];
  const best = (listing: Listing, { bids, asks }: Sides) => ({
    bid: real(listing, [bids.tickAt(0), bids.lotsAt(0)]),
    ask: real(listing, [asks.tickAt(0), asks.lotsAt(0)]),
  });
  const whole = (listing: Listing, { bids, asks }: Sides, levels: number): TruthBook => ({
    bids: bids.top(levels).map((row) => real(listing, row)),
    asks: asks.top(levels).map((row) => real(listing, row)),
  });

  const floor: Floor = {
    clock,
    instruments,
    markedOnly: options.markedOnly ?? [],
    faults,
    wireTime: (at) => at + offset,
    noteTruth({ listing, market }, { seq, ts }) {
      if (listeners.size === 0) return;
      const update: TruthUpdate = { symbol: listing.symbol, seq, ts, ...best(listing, market) };
      for (const listener of listeners) listener(update);
    },
  };
  const protocol: Protocol = PROTOCOLS[venue](floor);
  const pumps = listings.map((listing) => openInstrument(listing));

  function openInstrument(listing: Listing): () => void {
    const tape = createTape({ listing, scenario, seed, start: opened + offset, intensity, historyMinutes });
    let writer: InstrumentWriter | null = null;
    const kinds = scenario.episodes ?? [];
    const written = { ...EPISODE_PACE, ...options.episodePace };
    const done = (episode: Omit<Episode, 'symbol'>) => {
      const { prepared, onset, end } = episode;
      const times = { prepared: prepared + offset, onset: onset + offset, end: end + offset };
      const labelled = { ...episode, ...times, symbol: listing.symbol };
      episodes.push(labelled);
      for (const witness of witnesses) witness(labelled);
    };
    const script =
      kinds.length === 0
        ? {}
        : { script: createScript({ kinds, firstAfter: written.first, pause: written, start: opened, done }) };
    const market = createMarket({
      ...script,
      listing,
      scenario,
      seed,
      start: opened,
      intensity,
      listener: {
        change: (change, at) => writer?.change(change, at),
        traded(fill) {
          const size = Number(printSize(listing, fill.lots, listing.sizeScale));
          for (const customer of customers) customer({ symbol: listing.symbol, at: fill.at, size, side: fill.side });
          writer?.trade(tape.add({ ...fill, at: fill.at + offset }));
        },
        settled: (at) => writer?.settled(at),
      },
    });
    const journal = createJournal(market, { keys: protocol.keys, seconds: journalSeconds });
    const instrument: TradedInstrument = { listing, market, tape, journal };
    instruments.set(listing.symbol, instrument);
    writer = protocol.open(instrument);
    writers.set(listing.symbol, writer);
    return pump(market, clock);
  }

  const instrumentOf = (symbol: string): TradedInstrument => {
    const instrument = instruments.get(symbol);
    if (instrument === undefined)
      throw badSimulation({ problem: `${symbol} is not listed; listed are ${[...instruments.keys()].join(', ')}` });
    return instrument;
  };

  const gate: Gate = {
    latencyMs: () =>
      latencyMs === 'none' ? 0 : latencyMs.least + exponential(random, Math.max(0, latencyMs.mean - latencyMs.least)),
    accept(path) {
      if (state === 'stopped' || faults.refusesConnection()) return { refused: UNAVAILABLE };
      const session = protocol.accept(path);
      if (typeof session === 'number') return { refused: session };
      return {
        open(wire) {
          let cancelLife = () => {};
          const onEnd = (ended: Link) => {
            cancelLife();
            links.delete(ended);
          };
          const link = openLink({ clock, faults, wire, latencyMs: gate.latencyMs, session, onEnd });
          cancelLife = clock.after(options.connectionLifeMs ?? DAY_MS, () => link.close(1008, 'connection is too old'));
          links.add(link);
          return link;
        },
      };
    },
    request(path, done) {
      const answer = (ms: number, what: HttpAnswer) => (ms > 0 ? void clock.after(ms, () => done(what)) : done(what));
      const query = new URL(path, 'http://exchange').searchParams;
      const rejected = faults.rejection(query.get('symbol') ?? query.get('pair'));
      if (state === 'stopped' || rejected?.kind === 'lost') {
        answer(0, { ok: false, reason: 'the connection was closed before an answer came' });
        return;
      }
      if (rejected !== null) {
        const { status, retryAfterSeconds } = rejected;
        const headers = { 'retry-after': String(retryAfterSeconds), 'content-type': 'application/json' };
        answer(0, { ok: true, status, headers: dated(headers), body: protocol.refusalBody(status) });
        return;
      }
      const { status, headers, body, symbol, lateMs } = protocol.request(path);
      const listing = instruments.get(symbol ?? '')?.listing;
      const decimals = listing === undefined ? 0 : Math.min(listing.priceScale, listing.sizeScale);
      const treated = faults.answer({ symbol, channel: 'rest', text: body, numbers: protocol.restNumbers, decimals });
      answer(lateMs + treated.delayMs, {
        ok: true,
        status,
        headers: dated(headers),
        body: status === 200 ? markedBody(treated.text) : treated.text,
      });
    },
  };

  const exchange: Exchange = {
    venue,
    keys: protocol.keys,
    symbols: listings.map(({ symbol }) => symbol),
    transport: () => memoryTransport(gate, clock),
    truth: {
      at(symbol, key, levels = Infinity) {
        const { listing, journal } = instrumentOf(symbol);
        const sides = journal.at(key);
        return sides === null ? null : whole(listing, sides, levels);
      },
      now(symbol, levels = Infinity) {
        const { listing, market } = instrumentOf(symbol);
        return whole(listing, market, levels);
      },
    },
    fired: faults.fired,
    episodes,
    onEpisode(callback) {
      witnesses.add(callback);
      return () => void witnesses.delete(callback);
    },
    onTruth(callback) {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
    onTrade(callback) {
      customers.add(callback);
      return () => void customers.delete(callback);
    },
    stop() {
      if (state === 'stopped') return;
      state = 'stopped';
      for (const cancel of pumps) cancel();
      protocol.stop();
      faults.stop();
      for (const link of links) link.close(1001, 'stopped');
    },
  };
  return { exchange, gate };
}

/** Creates a simulated exchange with an in-memory transport; see `serveExchange` for real sockets. */
export const createExchange = (options: ExchangeOptions): Exchange => buildExchange(options).exchange;

/** Steps a market as the clock advances. */
function pump(market: Market, clock: Clock): () => void {
  let cancel = () => {};
  const wait = () => {
    cancel = clock.after(Math.max(0, market.nextAt() - clock.now()) / US_PER_MS, () => {
      const now = clock.now();
      if (now - market.nextAt() > MOST_BEHIND_US) market.pauseUntil(now);
      while (market.nextAt() <= now) market.step();
      wait();
    });
  };
  wait();
  return () => cancel();
}
