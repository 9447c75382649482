import type { Micros, Source } from '../../core/index.ts';

/**
 * Connects the processes when feed, analysis and answers run separately. It has streams of messages, each with one writer and
 * one reader
 * that hold leases, and values that expire. Every call throws `backend_unavailable` while the bus can't be reached; none waits
 * for it.
 */
export interface Bus {
  status(): BusStatus;
  /** Takes a free lease; null if another process holds it. */
  acquire(name: string, ttlMs: number): Promise<Lease | null>;
  /** Renews a lease, even an expired one if no other process took it since; false if it is lost. */
  renew(lease: Lease): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Registers the source of this run's data. Returns the source on the bus; another one means that other data are there. */
  claimSource(source: Source): Promise<Source>;
  announce(streams: readonly StreamInfo[]): Promise<void>;
  /** Removes instruments from the list of announced streams, and their stored data. */
  withdraw(streams: readonly Omit<StreamInfo, 'at'>[]): Promise<void>;
  /** Every stream announced in the last day, and not withdrawn. */
  streams(): Promise<StreamInfo[]>;
  /** Publishes in order and trims old messages. False if the lease is lost; nothing was published then. */
  append(lease: Lease, stream: string, messages: readonly string[]): Promise<boolean>;
  /** The next undelivered messages of the group, oldest first; null if the lease is lost. */
  read(lease: Lease, stream: string): Promise<BusEntry[] | null>;
  /** All delivered messages of the group that are not acknowledged, oldest first; null if the lease is lost. */
  reclaim(lease: Lease, stream: string): Promise<BusEntry[] | null>;
  /** Stores values and acknowledges messages atomically. False if the lease is lost. */
  commit(lease: Lease, stream: string, commit: Commit): Promise<boolean>;
  /** Stores an unusable message for inspection by a person. */
  setAside(stream: string, entry: BusEntry, reason: string): Promise<void>;
  get(keys: readonly string[]): Promise<(string | null)[]>;
  /** Number of messages in a stream, and number of messages not acknowledged. */
  depth(stream: string): Promise<{ readonly length: number; readonly pending: number }>;
  close(): Promise<void>;
}

export interface BusStatus {
  readonly state: 'up' | 'down';
  /** Why it is down; null while it is up. */
  readonly reason: string | null;
  readonly since: Micros;
  /** Counts connections, so that a sender can detect that its last messages may be lost. */
  readonly session: number;
  /** Its address, without secrets. */
  readonly where: string;
}

/** The right to write under a name. A later holder has a higher token; writes of earlier holders are refused. */
export interface Lease {
  readonly name: string;
  readonly token: number;
  readonly ttlMs: number;
}

/** Maximum entries per read; fewer mean that there are no more. */
export const READ_AT_ONCE = 500;

/** `data` is null if the entry has no such field. */
export interface BusEntry {
  readonly id: string;
  readonly data: string | null;
}

export interface StreamInfo {
  readonly stream: string;
  readonly venue: string;
  readonly symbol: string;
  readonly source: Source;
  /** Whether this instrument owns the key `report:{symbol}`, if two venues have the symbol. */
  readonly first: boolean;
  readonly at: Micros;
}

export interface Commit {
  readonly put: readonly { readonly key: string; readonly text: string; readonly ttlMs: number }[];
  readonly acknowledge: readonly string[];
}

/** Names of the keys on a bus. */
export const KEYS = {
  ingestLease: (stream: string) => `tallyfoil:lease:ingest:${stream}`,
  analyzeLease: (stream: string) => `tallyfoil:lease:analyze:${stream}`,
  checkpoint: (stream: string) => `tallyfoil:checkpoint:${stream}`,
  /** Required as `report:{symbol}`; a second venue with the same symbol has only its own key. */
  report: (symbol: string) => `report:${symbol}`,
  venueReport: (venue: string, symbol: string) => `report:${venue}:${symbol}`,
  /** Stored with an instrument's report: its row in the list, and the health of its data. */
  market: (venue: string, symbol: string) => `tallyfoil:market:${venue}:${symbol}`,
} as const;
