/** A part of the feed that keeps a stream in order: a whole book, every trade, the last message, or messages as they come. */
export type StreamHandler = 'book' | 'trades' | 'latest';

/** A kind of stream, as data. */
export interface StreamRow {
  readonly handler: StreamHandler;
  /** Kinds of decoded messages that it brings. */
  readonly messages: readonly string[];
  /** Milliseconds that it may be silent whatever its habit; a venue's card raises this to its own interval. */
  readonly leastStaleMs: number;
  /** Milliseconds after which a channel that says nothing counts as lost for someone who knows no habit of it. */
  readonly silentMs: number;
  /** A lost message: `gap` leaves something missing, `superseded` is made good by the next one. */
  readonly loss: 'gap' | 'superseded';
  /** What answers say of it: `book is stale`, `trades are down`. */
  readonly subject: string;
}

/** Every kind of stream, in the order in which answers list them. A kind is added here, and in the venues that have it. */
export const STREAMS = {
  book: {
    handler: 'book',
    messages: ['book_delta', 'book_snapshot'],
    leastStaleMs: 3_000,
    silentMs: 30_000,
    loss: 'gap',
    subject: 'book is',
  },
  // Trades come in bouts: a lull of seconds is the market's, not the feed's.
  trade: {
    handler: 'trades',
    messages: ['trade'],
    leastStaleMs: 30_000,
    silentMs: 600_000,
    loss: 'gap',
    subject: 'trades are',
  },
  ticker: {
    handler: 'latest',
    messages: ['ticker'],
    leastStaleMs: 3_000,
    silentMs: 60_000,
    loss: 'superseded',
    subject: 'ticker is',
  },
  quote: {
    handler: 'latest',
    messages: ['quote'],
    leastStaleMs: 3_000,
    silentMs: 30_000,
    loss: 'superseded',
    subject: 'quote is',
  },
} as const satisfies Readonly<Record<string, StreamRow>>;

export type StreamKind = keyof typeof STREAMS;
/** A decoded message that belongs to a stream. */
export type StreamMessage = (typeof STREAMS)[StreamKind]['messages'][number];

export const STREAM_KINDS = Object.keys(STREAMS) as readonly StreamKind[];

/** Something for each kind of stream. */
export const eachStream = <T>(make: (kind: StreamKind) => T): Record<StreamKind, T> =>
  Object.fromEntries(STREAM_KINDS.map((kind) => [kind, make(kind)])) as Record<StreamKind, T>;

/** The stream of each kind of message. */
export const STREAM_OF = Object.fromEntries(
  STREAM_KINDS.flatMap((kind) => STREAMS[kind].messages.map((message) => [message, kind])),
) as Readonly<Record<StreamMessage, StreamKind>>;

/** The stream that a kind of message belongs to; undefined where it is of none. */
export const streamOf = (message: string): StreamKind | undefined =>
  (STREAM_OF as Readonly<Partial<Record<string, StreamKind>>>)[message];
