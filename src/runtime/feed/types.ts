import type { LoggedCall, MarketEvent, Micros, Source, StreamKind, RestCall, VenueId } from '../../core/index.ts';

/** Id of a connection within one session of the feed; counts up from 1 and is never reused. */
export type ConnId = number;
/** Id of a request within one session; null for an answer in a recording, which this feed did not request. */
export type RequestId = number | null;

/** Settings of a venue's feed. Part of the log, so that a replay uses the same settings. */
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
  /** Whether the input is a recording: no requests are sent, and silence is not a fault. */
  readonly recorded: boolean;
  /** Whether the newest values of markets that are not followed are kept; absent in older logs: no. */
  readonly latest?: boolean;
  /** Source that the data are labelled with; absent in older logs. A simulator's host is refused unless it is `simulated`. */
  readonly source?: Source;
}

/** Streams of a symbol that share a connection, and the time of its last readable frame; null if it is not open. */
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
      /** Only the headers that the venue's rules read. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    })
  | (At & { readonly kind: 'rest_failed'; readonly request: RequestId; readonly call: LoggedCall; readonly reason: string })
  /** A request to follow or unfollow a market; `symbol` in the venue's spelling. */
  | (At & { readonly kind: 'follow'; readonly symbol: string })
  | (At & { readonly kind: 'unfollow'; readonly symbol: string })
  /** A caller asks the venue one of its caller questions. */
  | (At & { readonly kind: 'ask'; readonly question: string; readonly input: object })
  /** Time passed. All timers run on ticks, so a replay needs no clock. */
  | (At & { readonly kind: 'tick' });

/** The outcome of a `follow` or `unfollow` input. `detail`: why the definition could not be obtained. */
export type FollowOutcome =
  | { readonly outcome: 'followed' | 'unfollowed' | 'unknown_symbol'; readonly symbol: string }
  | { readonly outcome: 'already_followed' | 'not_followed'; readonly symbol: string }
  | { readonly outcome: 'failed'; readonly symbol: string; readonly detail: string };

/** The outcome of a caller's question. The answer is the input that caused this effect. `key`: that of the request. */
export type AskOutcome =
  | { readonly outcome: 'answered' | 'unknown_symbol'; readonly key: string }
  | { readonly outcome: 'failed'; readonly key: string; readonly detail: string };

/** A command or an event from the feed. */
export type Effect =
  | { readonly kind: 'connect'; readonly conn: ConnId; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'send'; readonly conn: ConnId; readonly text: string }
  | { readonly kind: 'ping'; readonly conn: ConnId }
  | { readonly kind: 'disconnect'; readonly conn: ConnId; readonly reason: string }
  | { readonly kind: 'request'; readonly request: number; readonly call: RestCall; readonly url: string }
  /** The feed ends, because its host is a simulator and the source is not. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly advice: string }
  /** Precedes the first event of a newly followed market; comes after the last event of an unfollowed one. */
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
