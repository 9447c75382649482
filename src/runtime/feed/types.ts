import type { LoggedCall, MarketEvent, Micros, Source, StreamKind, RestCall, VenueId } from '../../core/index.ts';

/** A connection within one session of the feed; counts up from 1 and is never used again. */
export type ConnId = number;
/** A request within one session; null marks an answer that a recording holds and this feed did not ask for. */
export type RequestId = number | null;

/** What a venue's feed is to do. Part of the log, so that a replay runs under the same settings. */
export interface FeedSettings {
  readonly symbols: readonly string[];
  readonly streams: readonly StreamKind[];
  readonly wsHosts: readonly string[];
  readonly restHosts: readonly string[];
  /** Seeds the jitter of back-offs. */
  readonly seed: number;
  /** Minutes of trades and candles to fetch at start. */
  readonly backfillMinutes: number;
  /** Seconds between audits of a book against a fresh snapshot. */
  readonly auditSeconds: number;
  /** Input that was recorded: nothing answers, so nothing is asked for, and silence is not a fault. */
  readonly recorded: boolean;
  /** What the data count as; absent in logs of before it was said. A host that proves simulated is refused under any other. */
  readonly source?: Source;
}

/** Streams of a symbol that share a connection, and when that was last understood; null: it is not open. */
export interface Carrier {
  readonly streams: readonly StreamKind[];
  readonly aliveAt: Micros | null;
}

interface At {
  readonly venue: VenueId;
  /** Receive time. */
  readonly at: Micros;
}

/** Everything that can change the feed's state; the raw log is the list of these. */
export type Input =
  | (At & { readonly kind: 'start'; readonly settings: FeedSettings })
  | (At & { readonly kind: 'open'; readonly conn: ConnId })
  | (At & { readonly kind: 'frame'; readonly conn: ConnId; readonly text: string })
  | (At & { readonly kind: 'pong'; readonly conn: ConnId })
  | (At & {
      readonly kind: 'close';
      readonly conn: ConnId;
      readonly code: number;
      readonly reason: string;
      readonly status: number | null;
    })
  | (At & {
      readonly kind: 'rest';
      readonly request: RequestId;
      readonly call: LoggedCall;
      readonly status: number;
      /** Only those the venue's rules read. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    })
  | (At & { readonly kind: 'rest_failed'; readonly request: RequestId; readonly call: LoggedCall; readonly reason: string })
  /** Somebody wants a market followed, or no longer; `symbol` in the venue's own spelling. */
  | (At & { readonly kind: 'follow'; readonly symbol: string })
  | (At & { readonly kind: 'unfollow'; readonly symbol: string })
  /** A caller asks the venue one of its caller questions. */
  | (At & { readonly kind: 'ask'; readonly question: string; readonly input: object })
  /** Time passed. Timers live on these, so a replay needs no clock. */
  | (At & { readonly kind: 'tick' });

/** What came of an input `follow` or `unfollow`. `detail` says why a definition could not be had. */
export type FollowOutcome =
  | { readonly outcome: 'followed' | 'unfollowed' | 'unknown_symbol'; readonly symbol: string }
  | { readonly outcome: 'already_followed' | 'not_followed'; readonly symbol: string }
  | { readonly outcome: 'failed'; readonly symbol: string; readonly detail: string };

/** What came of a caller's question: its answer is the input that this is an effect of. `path` names the call. */
export type AskOutcome =
  | { readonly outcome: 'answered' | 'unknown_symbol'; readonly path: string }
  | { readonly outcome: 'failed'; readonly path: string; readonly detail: string };

/** What the feed wants done, or has to say. */
export type Effect =
  | { readonly kind: 'connect'; readonly conn: ConnId; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'send'; readonly conn: ConnId; readonly text: string }
  | { readonly kind: 'ping'; readonly conn: ConnId }
  | { readonly kind: 'disconnect'; readonly conn: ConnId; readonly reason: string }
  | { readonly kind: 'request'; readonly request: number; readonly call: RestCall; readonly url: string }
  /** The whole feed ends: its host is not what it is followed as. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly advice: string }
  /** Stands before the first event of a market that is followed from now on, and after the last of one that no longer is. */
  | ({ readonly kind: 'follow' } & FollowOutcome)
  | ({ readonly kind: 'asked' } & AskOutcome)
  | { readonly kind: 'event'; readonly event: MarketEvent }
  | {
      readonly kind: 'quarantine';
      readonly conn: ConnId | null;
      readonly reason: string;
      readonly detail: string;
      readonly sample: string;
    };
