import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { ClockState, CandidateOffset } from './state.ts';

const BUCKET_US = 30 * US_PER_SECOND;
const BUCKETS = 10;
/** Offsets that differ by at most this come from the same clock. */
const STEP_US = 2 * US_PER_SECOND;
/** Samples and time needed to accept a new offset. */
const PROOF_SAMPLES = 8;
const PROOF_US = 2 * US_PER_SECOND;
/** Late messages look like a clock that was set back, so a clock set back takes longer to prove. */
const PROOF_LATE_US = 10 * US_PER_SECOND;
const RIVALS_MOST = 4;
/** A first message proves an offset of at most this. */
const PLAUSIBLE_US = US_PER_MINUTE;
/** If an event time is further than this before its receive time, the clock is wrong and the receive time is used. */
const CLOCK_TRUST_US = US_PER_MINUTE;
/** How far an event time may be after the receive time, because exchanges write whole milliseconds. */
const JITTER_US = 50_000;

/**
 * `offset`: receive clock minus the time of rolling state. `skew`: how far the exchange's clock is behind that time. Both in
 * µs.
 */
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
    // The exchange's clock jumped as well, so the time really passed and rolling state follows.
    for (const minimum of clock.minima) minimum.offset -= clock.pending;
    agree(clock, received, offset);
  } else challenge(clock, received, offset, held);
}

function agree(clock: ClockState, received: Micros, offset: number): void {
  const last = clock.minima.at(-1);
  clock.samples++;
  clock.pending = 0;
  if (clock.rivals.length > 0) clock.rivals = [];
  // The offset is unchanged, so the messages were late and their times correct.
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
  // If later still, receive times are used. A clock that returns to its earlier value is recognised at once.
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

/** Whether the exchange's clock is back at the offset that rolling state uses. */
const returns = ({ skew }: ClockState, offset: number, held: number): boolean =>
  skew !== 0 && Math.abs(skew + offset - held) <= STEP_US;

function proofTime(clock: ClockState, { offset }: CandidateOffset, held: number | null): number {
  const untried = held === null || clock.samples < PROOF_SAMPLES;
  return untried || returns(clock, offset, held) || offset < held ? PROOF_US : PROOF_LATE_US;
}

/** Accepts a step of the exchange's clock. Rolling state keeps its time, unless the new offset is nearer to our clock. */
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
 * Handles a forward jump of the receive clock: it was set, or this process was suspended. The next message shows which;
 * until then the time of rolling state does not advance.
 */
export function suspendClock(clock: ClockState, now: Micros, jump: number): void {
  if (clock.minima.length === 0) return;
  for (const minimum of clock.minima) minimum.offset += jump;
  clock.pending += jump;
  clock.steppedAt ??= now;
}

/**
 * Receive clock minus the time of rolling state, including the fastest transport, µs; null before the first proof.
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

/** Whether an exchange time lies in the future, by more than one clock varies. */
export function isAhead(clock: Pick<ClockState, 'minima' | 'skew'>, now: Micros, tsEvent: Micros): boolean {
  return tsEvent + clock.skew > now - (clockOffset(clock) ?? 0) + STEP_US;
}

/** The time of an event from a page of history, limited to the present. */
export const pastTime = (tsEvent: Micros, tsRecv: Micros, { offset, skew }: Pick<ClockFrame, 'offset' | 'skew'>): Micros =>
  Math.min(tsEvent + skew, tsRecv - offset);

/**
 * An event's time for rolling state: shifted by the skew, and never after the receive time. A clock that returns to its
 * earlier value is detected at once.
 */
export function frameTime(tsEvent: Micros, tsRecv: Micros, { offset, skew }: Pick<ClockFrame, 'offset' | 'skew'>): Micros {
  const expected = tsRecv - offset;
  const at = skew < 0 && tsEvent <= expected + JITTER_US ? tsEvent : tsEvent + skew;
  return at > expected || expected - at > CLOCK_TRUST_US ? expected : at;
}
