import { US_PER_MINUTE, type Micros, type StreamKind, type StreamState } from '../../../core/index.ts';

/** Ordinals, both ends included. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/** Minutes whose candles have another volume than the trades. */
export interface MinuteRange {
  /** Starts of the first and the last minute, on the venue's clock. */
  readonly first: Micros;
  readonly last: Micros;
  /** End of the last minute by our clock. */
  readonly until: Micros;
}

/** One time when a stream was not in order, or one range of missing trades. Times by our clock, which no correction moves. */
export interface Interruption {
  readonly stream: StreamKind;
  /** The worst state. */
  state: StreamState;
  readonly reason: string;
  /** Start of the minute in doubt, the trade before the missing ones, the last update of the book, or else when it was noticed. */
  from: Micros;
  /** When it was noticed, which every process knows alike. */
  readonly noticed: Micros;
  /** When the stream was in order again, at most the end of the minute; the trade after the missing ones. Null while it lasts. */
  to: Micros | null;
  /** Whether the stream has not been in order since. */
  running: boolean;
  /** Ordinals of the missing trades. They are the venue's ids, and so their number is known, if `counted`. */
  range: IdRange | null;
  counted: boolean;
  /** Minutes whose candles showed it; null if no candle did. */
  minutes: MinuteRange | null;
  /** Number of these trades that came later, and of the ordinals or minutes still missing. */
  came: number;
  left: number;
}

export interface Interruptions {
  /** Since when they are recorded; null before the first event. */
  since: Micros | null;
  /** Streams that were in order once; the time before that is a start and no interruption. */
  readonly started: StreamKind[];
  /** In the order in which they were noticed. */
  readonly rows: Interruption[];
  /** When each interruption without a row was noticed, ascending. */
  readonly older: Partial<Record<StreamKind, Micros[]>>;
  /** When the book last changed; null before it did. */
  bookAt: Micros | null;
  /** Highest missing ordinal without a row, because it was counted already; null if there is none. */
  countedTo: number | null;
}

const ROWS_MOST = 100;
/** Interruptions of a stream that are counted without a row. */
const OLDER_MOST = 10_000;
const DAY_US = 24 * 60 * US_PER_MINUTE;

export const runningOf = ({ rows }: Interruptions, stream: StreamKind): Interruption | undefined =>
  rows.findLast((row) => row.stream === stream && row.running);

/** Adds a row; beyond a hundred rows, the oldest is only counted. */
export function pushRow(state: Interruptions, row: Interruption): void {
  const { rows, older } = state;
  rows.push(row);
  while (rows.length > ROWS_MOST) {
    const { stream, noticed, range } = rows.shift() as Interruption;
    if (range !== null) state.countedTo = Math.max(state.countedTo ?? range.to, range.to);
    const times = (older[stream] ??= []);
    times.push(noticed);
    if (times.length > OLDER_MOST) times.shift();
  }
}

/** Forgets interruptions that were noticed and ended over a day before `now`. */
export function forgetOlder({ rows, older }: Interruptions, now: Micros): void {
  const since = now - DAY_US;
  const isOld = ({ noticed, to }: Interruption): boolean => noticed < since && to !== null && to < since;
  // A row that lasts is kept, with ended rows after it.
  if (rows.some(isOld)) rows.splice(0, rows.length, ...rows.filter((row) => !isOld(row)));
  for (const times of Object.values(older)) while ((times[0] ?? now) < since) times.shift();
}
