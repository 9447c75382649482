import type { Micros, Source } from '../../core/index.ts';

/**
 * What processes meet at when a feed, its analysis and its answers run apart: streams of messages with one writer and one
 * reader each, told by leases, and values that expire. Every call throws `backend_unavailable` while the bus can't be
 * reached; none of them waits for it to come back.
 */
export interface Bus {
  status(): BusStatus;
  /** Takes a lease that nobody holds; null when another holds it. */
  acquire(name: string, ttlMs: number): Promise<Lease | null>;
  /** Holds on to a lease, also one that ran out if nobody took it since; false when it is lost. */
  renew(lease: Lease): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Says of this run that its data are of one kind; the kind that the bus holds, which is another's when it differs. */
  claimSource(source: Source): Promise<Source>;
  announce(streams: readonly StreamInfo[]): Promise<void>;
  /** Every stream that was announced in the last day. */
  streams(): Promise<StreamInfo[]>;
  /** Publishes in order, and cuts off what is too old. False when the lease is lost: nothing was published then. */
  append(lease: Lease, stream: string, messages: readonly string[]): Promise<boolean>;
  /** The next messages that the group has not had, oldest first; null when the lease is lost. */
  read(lease: Lease, stream: string): Promise<BusEntry[] | null>;
  /** All that the group had and nobody acknowledged, oldest first; null when the lease is lost. */
  reclaim(lease: Lease, stream: string): Promise<BusEntry[] | null>;
  /** Stores values and acknowledges messages, both or neither. False when the lease is lost. */
  commit(lease: Lease, stream: string, commit: Commit): Promise<boolean>;
  /** Keeps a message that can't be used where a person can look at it. */
  setAside(stream: string, entry: BusEntry, reason: string): Promise<void>;
  get(keys: readonly string[]): Promise<(string | null)[]>;
  /** Messages of a stream: all that it holds, and those not acknowledged. */
  depth(stream: string): Promise<{ readonly length: number; readonly pending: number }>;
  close(): Promise<void>;
}

export interface BusStatus {
  readonly state: 'up' | 'down';
  /** Why it is down; null while it is up. */
  readonly reason: string | null;
  readonly since: Micros;
  /** Counts connections, so that whoever sent something can tell that it may have been lost. */
  readonly session: number;
  /** Where it is, without what is secret. */
  readonly where: string;
}

/** The right to write under a name. A later holder has a higher token, and whatever an earlier one tries is refused. */
export interface Lease {
  readonly name: string;
  readonly token: number;
  readonly ttlMs: number;
}

/** Entries of one reading; fewer mean that there are no more. */
export const READ_AT_ONCE = 500;

/** `data` null: the entry has no such field. */
export interface BusEntry {
  readonly id: string;
  readonly data: string | null;
}

export interface StreamInfo {
  readonly stream: string;
  readonly venue: string;
  readonly symbol: string;
  readonly source: Source;
  /** Whether `report:{symbol}` is this instrument's, where two venues have the symbol. */
  readonly first: boolean;
  readonly at: Micros;
}

export interface Commit {
  readonly put: readonly { readonly key: string; readonly text: string; readonly ttlMs: number }[];
  readonly acknowledge: readonly string[];
}

/** Names of what is kept on a bus. */
export const KEYS = {
  ingestLease: (stream: string) => `tallyfoil:lease:ingest:${stream}`,
  analyzeLease: (stream: string) => `tallyfoil:lease:analyze:${stream}`,
  checkpoint: (stream: string) => `tallyfoil:checkpoint:${stream}`,
  /** Of brief 003; a second venue with the same symbol has only its own key. */
  report: (symbol: string) => `report:${symbol}`,
  venueReport: (venue: string, symbol: string) => `report:${venue}:${symbol}`,
  /** What is told of an instrument beside its report: its row in the list, and the health of its data. */
  market: (venue: string, symbol: string) => `tallyfoil:market:${venue}:${symbol}`,
} as const;
