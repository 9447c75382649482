import type { BusStamp } from '../../core/envelope.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { Outgoing } from './outgoing.ts';
import type { Lease, StreamInfo } from './types.ts';

interface Queued {
  readonly n: number;
  readonly text: string;
  readonly at: Micros;
}

/**
 * What waits to be published in one stream. What was sent lately stays, to be sent again when the connection was lost:
 * it may not have arrived, and readers drop what they had.
 */
export interface Line {
  readonly stream: string;
  readonly instruments: Omit<StreamInfo, 'at'>[];
  /** Null while another process publishes the stream. */
  lease: Lease | null;
  renewedAt: Micros;
  /** All since the feed began, while nobody has said yet whose the stream is; null once that is known, or too much. */
  early: (readonly Outgoing[])[] | null;
  /** Number of the last message, counted from 1 for each lease, and of the last that the bus has taken. */
  n: number;
  settled: number;
  waiting: Queued[];
  /** Characters of what waits. */
  characters: number;
  sent: Queued[];
  /** Trades of the last seconds, to be told by this process if it takes over. */
  trades: { readonly outgoing: Outgoing; readonly at: Micros }[];
  /** The connection that it was last sent on. */
  session: number;
  sending: boolean;
}

const RESEND_US = 5 * US_PER_SECOND;
/** Longer than a lease, so that what its last holder left unsaid is among them. */
const TRADES_US = 15 * US_PER_SECOND;

export const newLine = (stream: string): Line => ({
  stream,
  instruments: [],
  lease: null,
  renewedAt: 0,
  early: [],
  n: 0,
  settled: 0,
  waiting: [],
  characters: 0,
  sent: [],
  trades: [],
  session: 0,
  sending: false,
});

/** Forgets what waits: for a new lease, or for none. */
export function resetLine(line: Line, lease: Lease | null, now: Micros): void {
  Object.assign(line, { lease, renewedAt: now, early: null, n: 0, settled: 0, waiting: [], characters: 0, sent: [] });
}

const skewed = (skew = 0): Pick<BusStamp, 'skew_us'> => (skew === 0 ? {} : { skew_us: skew });

/** Numbers what came of one input, and lets it wait. */
export function addGroup(line: Line, lease: Lease, group: readonly Outgoing[], now: Micros): void {
  for (const [i, { body, offset, skew, log }] of group.entries()) {
    const n = ++line.n;
    const stamp: BusStamp = { epoch: lease.token, n, rest: group.length - 1 - i, offset_us: offset, ...skewed(skew), log };
    const text = JSON.stringify({ ...body, bus: stamp });
    line.waiting.push({ n, text, at: now });
    line.characters += text.length;
  }
}

/** Throws the oldest message away: readers see that its number is missing. True when it was never published. */
export function dropOldest(line: Line): boolean {
  const oldest = line.waiting.shift();
  line.characters -= oldest?.text.length ?? 0;
  return oldest !== undefined && oldest.n > line.settled;
}

/** Inputs that may wait for the first word about the stream: some minutes of them. */
const EARLY_MOST = 10_000;

/** Keeps what came of one input before the stream is anybody's. */
export function keepEarly(line: Line, group: readonly Outgoing[]): void {
  line.early?.push(group);
  if ((line.early?.length ?? 0) > EARLY_MOST) line.early = null;
}

export function rememberTrade(line: Line, outgoing: Outgoing, now: Micros): void {
  if (outgoing.body.type !== 'trade_tick') return;
  line.trades.push({ outgoing, at: now });
  while (line.trades.length > 0 && (line.trades[0]?.at ?? now) < now - TRADES_US) line.trades.shift();
}

/** On a new connection, what went out on the last one is sent once more. */
export function sendAgain(line: Line, session: number): void {
  if (line.session === session) return;
  line.session = session;
  const again = line.sent.splice(0);
  for (const { text } of again) line.characters += text.length;
  line.waiting.unshift(...again);
}

/** The oldest so many are published; those of the last seconds are kept. */
export function settle(line: Line, count: number, lastN: number, now: Micros): void {
  for (let i = 0; i < count && line.waiting.length > 0 && (line.waiting[0] as Queued).n <= lastN; i++) {
    const one = line.waiting.shift() as Queued;
    line.characters -= one.text.length;
    line.sent.push(one);
    line.settled = Math.max(line.settled, one.n);
  }
  while (line.sent.length > 0 && (line.sent[0] as Queued).at < now - RESEND_US) line.sent.shift();
}
