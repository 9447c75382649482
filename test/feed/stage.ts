import { fromMillis, type MarketEvent, type Micros, type Touch, type Venue } from '../../src/core/index.ts';
import { reduce, startFeed, type Effect, type FeedSettings, type FeedState, type Input } from '../../src/runtime/feed/index.ts';
import {
  createExchange,
  createVirtualClock,
  parseFaults,
  type Exchange,
  type FaultRule,
  type ScenarioName,
  type SimulatedVenue,
  type VirtualClock,
} from '../../src/simulator/index.ts';
import { venueById } from '../../src/venues/index.ts';
import { difference } from './difference.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

export interface StageOptions {
  readonly venue: SimulatedVenue;
  readonly seed: number;
  readonly faults?: string;
  readonly scenario?: ScenarioName;
  /** Levels per side of the market; a snapshot has the best thousand. */
  readonly levels?: number;
  readonly intensity?: number;
  readonly connectionLifeMs?: number;
  readonly settings?: Partial<FeedSettings>;
  /** Changes the venue's rules, for another plan or a planted bug. */
  readonly alter?: (venue: Venue) => Venue;
  /** Replaces an input; the feed processes the result as if it had arrived. */
  readonly mangle?: (input: Input) => Input;
  /** Called with every input and its effects. */
  readonly watch?: (input: Input, effects: readonly Effect[]) => void;
}

/** A moment at which a synced book differed from the truth. */
export interface Violation {
  readonly at: Micros;
  readonly symbol: string;
  readonly what: string;
}

export interface Gap {
  readonly at: Micros;
  readonly symbol: string;
  readonly reason: string;
}

/** One venue's feed against the simulated exchange, in memory and on virtual time. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly exchange: Exchange;
  readonly feed: () => FeedState;
  /** The active faults: push a rule to start one, empty the list to end all. Timed faults of the whole exchange remain. */
  readonly rules: FaultRule[];
  readonly gaps: readonly Gap[];
  /** Differences from the truth, in the touch of any book event or in a book inspected by `check`. */
  readonly violations: readonly Violation[];
  /** Ids of the emitted trades. A repeated id is a violation, unless ids restarted. */
  readonly trades: ReadonlyMap<string, ReadonlySet<number>>;
  readonly counts: { touches: number; books: number; synced: number };
  /** The current error of a book; null if the book is correct or not served. */
  wrong(symbol: string): string | null;
  /** Compares every book with the truth. */
  check(): void;
  allSynced(): boolean;
  stop(): void;
}

export const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const TOUCHES_KEPT = 20_000;

const touchText = ({ bid, bidSize, ask, askSize }: Touch): string => `${bid} × ${bidSize}, ${ask} × ${askSize}`;

export function createStage(options: StageOptions): Stage {
  const { venue: venueId, seed, faults = '', levels = 1_200, intensity = 1, alter = (same: Venue) => same } = options;
  const clock = createVirtualClock(START);
  const rules = [...parseFaults(faults)];
  const exchange = createExchange({
    venue: venueId,
    seed,
    clock,
    faults: rules,
    levels,
    intensity,
    historyMinutes: 1,
    journalSeconds: 60,
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
    ...(options.connectionLifeMs === undefined ? {} : { connectionLifeMs: options.connectionLifeMs }),
  });
  const known = venueById(venueId);
  if (known === undefined) throw new Error(`no venue ${venueId}`);
  const venue = alter(known);
  const byId = exchange.keys === 'id';
  const gaps: Gap[] = [];
  const violations: Violation[] = [];
  const counts = { touches: 0, books: 0, synced: 0 };
  const touches = new Map<string, string>();
  exchange.onTruth(({ symbol, seq, ts, bid, ask }) => {
    const key = `${symbol} ${byId ? seq : ts}`;
    touches.delete(key);
    touches.set(key, touchText({ bid: bid[0], bidSize: bid[1], ask: ask[0], askSize: ask[1] }));
    if (touches.size > TOUCHES_KEPT)
      for (const old of touches.keys()) {
        touches.delete(old);
        break;
      }
  });

  const trades = new Map<string, Set<number>>();
  const seeTrade = (symbol: string, id: number) => {
    const seen = trades.get(symbol) ?? new Set();
    trades.set(symbol, seen);
    // If trade ids restart while the connection is down, old and new ids are indistinguishable, so nothing is claimed.
    if (seen.has(id) && !faults.includes('sequence_reset'))
      violations.push({ at: clock.now(), symbol, what: `trade ${id} was issued twice` });
    seen.add(id);
  };

  const see = (event: MarketEvent) => {
    if (event.type === 'trade') return seeTrade(event.symbol, event.ordinal);
    if (event.type === 'feed_state') {
      if (event.stream === 'book' && event.state === 'gap')
        gaps.push({ at: clock.now(), symbol: event.symbol, reason: event.reason });
      return;
    }
    if (event.type !== 'book_delta' && event.type !== 'book_snapshot') return;
    const { symbol } = event;
    const truth = touches.get(`${symbol} ${byId ? event.seq : event.tsEvent}`);
    if (truth === undefined) return;
    counts.touches++;
    const said = event.touch === null ? 'none' : touchText(event.touch);
    if (said !== truth) violations.push({ at: clock.now(), symbol, what: `touch ${said}, in truth ${truth}` });
  };

  let feed: FeedState | null = null;
  const theFeed = (): FeedState => {
    if (feed === null) throw new Error('the feed has not started');
    return feed;
  };
  const apply = (came: Input): readonly Effect[] => {
    const input = options.mangle?.(came) ?? came;
    let effects: readonly Effect[];
    if (input.kind === 'start') ({ feed, effects } = startFeed(venue, input));
    else effects = reduce(venue, theFeed(), input);
    options.watch?.(input, effects);
    for (const effect of effects) if (effect.kind === 'event') see(effect.event);
    return effects;
  };
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    apply,
    settings: { seed, ...options.settings },
  });

  const wrong = (symbol: string): string | null => {
    const book = theFeed().symbols.get(symbol)?.book;
    if (book?.phase !== 'synced') return null;
    const key = byId ? book.last : book.tsEvent;
    const truth = key === null ? null : exchange.truth.at(symbol, key);
    const what = truth === null ? null : difference(book.book, truth);
    return what === null ? null : `${what} (at ${key})`;
  };

  return {
    clock,
    exchange,
    feed: theFeed,
    rules,
    gaps,
    violations,
    trades,
    counts,
    wrong,
    check() {
      for (const { symbol, book } of theFeed().symbols.values()) {
        counts.books++;
        if (book.phase === 'synced') counts.synced++;
        const what = wrong(symbol);
        if (what !== null) violations.push({ at: clock.now(), symbol, what });
      }
    },
    allSynced: () => [...theFeed().symbols.values()].every(({ book }) => book.phase === 'synced'),
    stop() {
      driver.stop();
      exchange.stop();
    },
  };
}
