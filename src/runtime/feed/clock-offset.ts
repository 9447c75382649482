import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { ClockState } from './state.ts';

const BUCKET_US = 30 * US_PER_SECOND;
const BUCKETS = 10;
const STEP_US = 2 * US_PER_SECOND;

/**
 * Takes one pair of receive and exchange time into the rolling minimum of their difference over five minutes. A jump of
 * over two seconds is told, and what was seen before it forgotten: it says nothing about the clocks as they are now.
 */
export function observeClock(clock: ClockState, received: Micros, exchange: Micros): void {
  const offset = received - exchange;
  const last = clock.minima.at(-1);
  const sameBucket = last !== undefined && received - last.at < BUCKET_US;
  const jumped = last !== undefined && (last.offset - offset > STEP_US || (!sameBucket && offset - last.offset > STEP_US));
  if (jumped) {
    clock.steppedAt = received;
    clock.minima = [];
  } else if (sameBucket) {
    last.offset = Math.min(last.offset, offset);
    return;
  }
  clock.minima.push({ at: received, offset });
  if (clock.minima.length > BUCKETS) clock.minima.shift();
}

/** Receive clock minus exchange clock, transport at its fastest included, µs; null before the first pair. */
export function clockOffset({ minima }: ClockState): number | null {
  let least: number | null = null;
  for (const { offset } of minima) if (least === null || offset < least) least = offset;
  return least;
}
