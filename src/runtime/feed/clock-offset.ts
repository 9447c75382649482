import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { ClockState, CandidateOffset } from './state.ts';

const BUCKET_US = 30 * US_PER_SECOND;
const BUCKETS = 10;
/** Offsets within this are the same clock. */
const STEP_US = 2 * US_PER_SECOND;
/** Samples and time needed to accept another offset. */
const PROOF_SAMPLES = 8;
const PROOF_US = 2 * US_PER_SECOND;
/** Late messages look like a clock set back, so that takes longer to prove. */
const PROOF_LATE_US = 10 * US_PER_SECOND;
const RIVALS_MOST = 4;
/** One message proves an offset this small, where nothing else is known. */
const PLAUSIBLE_US = US_PER_MINUTE;
/** An event time further than this before its receive time is a clock gone wrong; the receive time stands in. */
const CLOCK_TRUST_US = US_PER_MINUTE;
/** By how much a message may seem to come before it was sent: an exchange writes whole milliseconds. */
const JITTER_US = 50_000;

/** Receive clock minus the time that rolling state follows, and what the exchange's clock is off from that time; µs. */
export interface ClockFrame {
  readonly offset: number;
  readonly skew: number;
  /** Receive times during which late messages and a clock step looked alike. */
  readonly late: ClockState['late'];
}

function provenOffset({ minima }: ClockState): number | null {
  let least: number | null = null;
  for (const { offset } of minima) if (least === null || offset < least) least = offset;
  return least;
}

/**
 * Updates the five-minute minimum of receive minus exchange time. An outlier of over 2 s is ignored until several messages
 * agree on it. Then exchange times are shifted by the skew, so that windows stay continuous.
 */
export function observeClock(clock: ClockState, received: Micros, exchange: Micros): void {
  const offset = received - exchange;
  const held = provenOffset(clock);
  if (held === null) {
    if (Math.abs(offset) <= PLAUSIBLE_US) agree(clock, received, offset);
    else challenge(clock, received, offset, null);
  } else if (Math.abs(offset - held) <= STEP_US) agree(clock, received, offset);
  else if (clock.pending !== 0 && Math.abs(offset - held + clock.pending) <= STEP_US) {
    // Time did pass: the receive clock was right to jump, and rolling state follows it.
    for (const minimum of clock.minima) minimum.offset -= clock.pending;
    agree(clock, received, offset);
  } else challenge(clock, received, offset, held);
}

function agree(clock: ClockState, received: Micros, offset: number): void {
  const last = clock.minima.at(-1);
  clock.samples++;
  clock.pending = 0;
  if (clock.rivals.length > 0) clock.rivals = [];
  // Messages that were late for a while had correct times.
  if (clock.late !== null && clock.late.to === null) clock.late = clock.late.before;
  if (clock.skew === 0) clock.steppedAt = null;
  if (last !== undefined && received - last.at < BUCKET_US) {
    last.offset = Math.min(last.offset, offset);
    return;
  }
  clock.minima.push({ at: received, offset });
  if (clock.minima.length > BUCKETS) clock.minima.shift();
}

function challenge(clock: ClockState, received: Micros, offset: number, held: number | null): void {
  clock.steppedAt ??= received;
  // Later than that, receive times stand in; and a clock that is set back to where it was is seen at once.
  const isLate = held !== null && offset > held && offset - held <= CLOCK_TRUST_US && !returns(clock, offset, held);
  if (isLate && (clock.late === null || clock.late.to !== null))
    clock.late = { from: received - (offset - held), to: null, before: clock.late };
  let rival = clock.rivals.find((known) => Math.abs(known.offset - offset) <= STEP_US);
  if (rival === undefined) {
    rival = { offset, from: received, count: 0 };
    clock.rivals.push(rival);
    if (clock.rivals.length > RIVALS_MOST) clock.rivals.shift();
  }
  rival.offset = Math.min(rival.offset, offset);
  rival.count++;
  if (rival.count < PROOF_SAMPLES || received - rival.from < proofTime(clock, rival, held)) return;
  takeOver(clock, received, rival.offset, held);
}

/** Whether an offset is the one that rolling state uses. */
const returns = ({ skew }: ClockState, offset: number, held: number): boolean =>
  skew !== 0 && Math.abs(skew + offset - held) <= STEP_US;

function proofTime(clock: ClockState, { offset }: CandidateOffset, held: number | null): number {
  const untried = held === null || clock.samples < PROOF_SAMPLES;
  return untried || returns(clock, offset, held) || offset < held ? PROOF_US : PROOF_LATE_US;
}

/** The exchange's clock was set. Rolling state keeps its time, unless the new offset is nearer to our own clock. */
function takeOver(clock: ClockState, received: Micros, offset: number, held: number | null): void {
  const skew = held === null ? 0 : clock.skew + offset - held;
  const nearer = Math.abs(offset) < Math.abs(offset - skew);
  if (clock.late !== null && clock.late.to === null) clock.late = { from: clock.late.from, to: received, before: null };
  clock.skew = nearer || Math.abs(skew) <= STEP_US ? 0 : skew;
  clock.minima = [{ at: received, offset }];
  clock.samples = PROOF_SAMPLES;
  clock.rivals = [];
  clock.pending = 0;
  if (clock.skew === 0) clock.steppedAt = null;
}

/**
 * The receive clock jumped forward, or this process stood still: the next message shows which. Until then what
 * rolls stays where it is.
 */
export function suspendClock(clock: ClockState, now: Micros, jump: number): void {
  if (clock.minima.length === 0) return;
  for (const minimum of clock.minima) minimum.offset += jump;
  clock.pending += jump;
  clock.steppedAt ??= now;
}

/**
 * Receive clock minus the exchange's time that rolling state follows, transport at its fastest included, µs; null before the first proof.
 */
export function clockOffset(clock: Pick<ClockState, 'minima' | 'skew'>): number | null {
  let least: number | null = null;
  for (const { offset } of clock.minima) if (least === null || offset < least) least = offset;
  return least === null ? null : least - clock.skew;
}

export const clockFrame = (clock: Pick<ClockState, 'minima' | 'skew' | 'late'>): ClockFrame => ({
  offset: clockOffset(clock) ?? 0,
  skew: clock.skew,
  late: clock.late,
});

/** The time of an event of the past, as a page of history brings it: any time but a future one. */
export const pastTime = (tsEvent: Micros, tsRecv: Micros, { offset, skew }: Pick<ClockFrame, 'offset' | 'skew'>): Micros =>
  Math.min(tsEvent + skew, tsRecv - offset);

/**
 * An event's time for rolling state: translated by the skew, and never past the receive time. A clock that is set back to its earlier
 * value is detected at once.
 */
export function frameTime(tsEvent: Micros, tsRecv: Micros, { offset, skew }: Pick<ClockFrame, 'offset' | 'skew'>): Micros {
  const expected = tsRecv - offset;
  const at = skew < 0 && tsEvent <= expected + JITTER_US ? tsEvent : tsEvent + skew;
  return at > expected || expected - at > CLOCK_TRUST_US ? expected : at;
}
