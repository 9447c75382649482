import type { Instrument, Micros, StreamKind } from '../../core/index.ts';
import { weightInMinute } from './rest-limits.ts';
import { gapsInDay } from './streams.ts';
import type { BookSync, ClockState, FeedState, TradeGap, Streams, StreamStatus } from './state.ts';
import type { DoubtedMinute } from './candle-check.ts';
import type { LatestRow, LatestTable } from './latest-table.ts';
import type { Carrier } from './types.ts';

/**
 * The readable part of a feed. A `FeedState` is one, and so is a feed rebuilt from another process's published state.
 */
export interface FeedView {
  readonly now: Micros;
  /** When it started in this run; absent if another process runs it. */
  readonly startedAt?: Micros;
  readonly clock: Readonly<Pick<ClockState, 'minima' | 'steppedAt' | 'skew' | 'late'>>;
  readonly symbols: ReadonlyMap<string, SymbolView>;
  /** Newest values of symbols that are not followed, and the channels that bring them; absent if another process has them. */
  readonly latest?: Readonly<Pick<LatestTable, 'leftOut'>> & { readonly rows: ReadonlyMap<string, LatestRow> };
  readonly channels?: ReadonlyMap<string, StreamView & Readonly<Pick<StreamStatus, 'heardAt'>>>;
}

export type StreamView = Readonly<Pick<StreamStatus, 'state' | 'reason' | 'since' | 'lastAt' | 'messages' | 'seq'>>;

export interface SymbolView {
  readonly symbol: string;
  readonly instrument: Instrument | null;
  readonly unknown: boolean;
  /** The symbol's streams; a stream that it doesn't have is absent. */
  readonly streams: Readonly<Partial<Record<StreamKind, StreamView>>>;
  readonly book: Readonly<Pick<BookSync, 'phase' | 'book' | 'last' | 'lastSyncedAt'>>;
  readonly trades: {
    readonly missing: readonly Readonly<Pick<TradeGap, 'from' | 'to'>>[];
    readonly doubt: object | null;
    readonly check: CheckView;
  };
  readonly carriers: readonly Carrier[];
}

/** Minutes of the venue's time whose trades may be missing: the candle has another volume, or didn't come. */
export interface CheckView {
  readonly doubted: readonly Readonly<Pick<DoubtedMinute, 'from' | 'to' | 'reason'>>[];
  /** Start of a finished minute whose final candle is still to come; null if there is none. */
  readonly waits: Micros | null;
}

/** Gaps of each stream that an instrument has. */
export type GapCounts = Readonly<Partial<Record<StreamKind, number>>>;

/** State of a feed, apart from its streams. `gaps`: counts for the last 24 hours. */
export interface FeedFacts {
  readonly host: string | null;
  readonly connections: number;
  readonly reconnects: number;
  readonly quarantined: number;
  readonly restWeight: number;
  readonly notes: readonly string[];
  readonly gaps: ReadonlyMap<string, GapCounts>;
}

export function factsOf(feed: FeedState, at: Micros): FeedFacts {
  const hosts = feed.settings.wsHosts;
  const gapsOf = (streams: Streams): GapCounts =>
    Object.fromEntries(Object.entries(streams).map(([kind, status]) => [kind, gapsInDay(status, at)]));
  return {
    host: hosts.length === 0 ? null : (hosts[feed.wsHost % hosts.length] ?? null),
    connections: [...feed.conns.values()].filter(({ openedAt }) => openedAt !== null).length,
    reconnects: feed.reconnects,
    quarantined: feed.quarantined,
    restWeight: weightInMinute(feed.rest, feed.now),
    notes: [...feed.notes],
    gaps: new Map(Array.from(feed.symbols.values(), ({ symbol, streams }) => [symbol, gapsOf(streams)])),
  };
}
