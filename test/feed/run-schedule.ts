import { fromMillis, seededRandom, silentLog, US_PER_MS, US_PER_SECOND, type Micros } from '../../src/core/index.ts';
import { forEachLevel, isKnown, type OrderBook } from '../../src/analytics/book/index.ts';
import { driveFeed, reduce, startFeed, type Effect, type FeedState, type Input } from '../../src/runtime/feed/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue, type TruthBook } from '../../src/simulator/index.ts';
import { venueById } from '../../src/venues/index.ts';

export interface Schedule {
  readonly venue: SimulatedVenue;
  readonly seed: number;
  readonly faults: string;
  readonly seconds: number;
  /** How many levels a side the market keeps; the snapshot shows the best thousand. */
  readonly levels?: number;
  readonly intensity?: number;
}

export interface Outcome {
  readonly schedule: Schedule;
  readonly checks: number;
  /** Times a synced book differed from the truth inside its known range. */
  readonly violations: { at: Micros; symbol: string; what: string }[];
  /** Gaps of each symbol's book. */
  readonly gaps: Map<string, number>;
  /** Share of checks at which the book was synced. */
  readonly syncedShare: number;
  readonly endedSynced: boolean;
  readonly fired: { kind: string; symbol: string | null; at: Micros; plausible: boolean }[];
  /** When each gap was declared, with the reason. */
  readonly gapTimes: { at: Micros; symbol: string; reason: string }[];
  readonly feed: FeedState;
}

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const CHECK_EVERY_MS = 700;

/** The first way in which a book differs from the truth where it says it knows; null when it doesn't. */
function difference(book: OrderBook, truth: TruthBook): string | null {
  for (const side of ['bid', 'ask'] as const) {
    const real = new Map((side === 'bid' ? truth.bids : truth.asks).filter(([price]) => isKnown(book, side, price)));
    let wrong: string | null = null;
    forEachLevel(book, side, (price, size) => {
      if (!isKnown(book, side, price)) return false;
      if (real.get(price) !== size) wrong = `${side} ${price}: ${size}, in truth ${real.get(price) ?? 'nothing'}`;
      real.delete(price);
      return wrong === null;
    });
    const [missed] = real;
    if (wrong !== null) return wrong;
    if (missed) return `${side} ${missed[0]}: nothing, in truth ${missed[1]}`;
  }
  return null;
}

/** Runs one venue's feed against the simulated exchange, on virtual time and in memory, and checks it against the truth all along. */
export function runSchedule(schedule: Schedule): Outcome {
  const { venue: venueId, seed, faults, seconds, levels = 1_200, intensity = 1 } = schedule;
  const clock = createVirtualClock(START);
  const exchange = createExchange({
    venue: venueId,
    seed,
    clock,
    faults,
    levels,
    intensity,
    historyMinutes: 1,
    journalSeconds: 60,
  });
  const venue = venueById(venueId)!;
  let feed: FeedState | null = null;
  const gapTimes: Outcome['gapTimes'] = [];
  const apply = (input: Input): readonly Effect[] => {
    let effects: readonly Effect[];
    if (input.kind === 'start') ({ feed, effects } = startFeed(venue, input));
    else effects = feed === null ? [] : reduce(venue, feed, input);
    for (const effect of effects) {
      if (effect.kind !== 'event' || effect.event.type !== 'feed_state') continue;
      const { symbol, stream, state, reason } = effect.event;
      if (stream === 'book' && state === 'gap') gapTimes.push({ at: clock.now(), symbol, reason });
    }
    return effects;
  };
  const driver = driveFeed({
    venue,
    clock,
    transport: exchange.transport(),
    log: silentLog,
    apply,
    settings: {
      symbols: exchange.symbols,
      streams: venue.card.streams,
      wsHosts: venue.card.hosts.ws.urls,
      restHosts: venue.card.hosts.rest.urls,
      seed,
      backfillMinutes: 1,
      auditSeconds: 25,
      recorded: false,
    },
  });
  const violations: Outcome['violations'] = [];
  const random = seededRandom(seed);
  let [checks, synced] = [0, 0];
  const check = () => {
    for (const { symbol, book } of feed?.symbols.values() ?? []) {
      checks++;
      if (book.phase !== 'synced') continue;
      synced++;
      const key = venueId === 'binance-spot' ? book.last : book.tsEvent;
      const truth = key === null ? null : exchange.truth.at(symbol, key);
      if (truth === null) continue;
      const what = difference(book.book, truth);
      if (what !== null) violations.push({ at: clock.now(), symbol, what: `${what} (at ${key})` });
    }
  };
  const end = START + seconds * US_PER_SECOND;
  while (clock.now() < end) {
    clock.advanceBy(CHECK_EVERY_MS * (0.5 + random()));
    check();
  }
  const endedSynced = [...(feed as FeedState | null)!.symbols.values()].every(({ book }) => book.phase === 'synced');
  driver.stop();
  exchange.stop();
  const gaps = new Map<string, number>();
  for (const { symbol } of gapTimes) gaps.set(symbol, (gaps.get(symbol) ?? 0) + 1);
  const fired = exchange.fired.map(({ kind, symbol, at, plausible }) => ({ kind, symbol: symbol ?? null, at, plausible }));
  return {
    schedule,
    checks,
    violations,
    gaps,
    syncedShare: synced / Math.max(1, checks),
    endedSynced,
    fired,
    gapTimes,
    feed: feed!,
  };
}

export const msOf = (micros: Micros): number => (micros - START) / US_PER_MS;
