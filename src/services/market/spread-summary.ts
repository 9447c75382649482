import { spreadBpsOfBid } from '../../analytics/flow/index.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../core/index.ts';
import type { ChangesAnswer } from './answers.ts';
import { stateOf } from './market-state.ts';
import type { Reading } from './reading.ts';
import { touchesBetween } from './studies/book-samples.ts';
import { EVERY_SEC, moments } from './studies/moments.ts';

type SpreadSummary = NonNullable<ChangesAnswer['spread']>;

/** The least of ascending values that a share of them does not exceed (nearest rank): a value that was seen. */
const nearestRank = (ascending: readonly number[], share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)]!;

const touchesOf = ({ market, at }: Reading, minutes: number) =>
  touchesBetween(stateOf(market, moments).samples, at - minutes * US_PER_MINUTE, at);

/** Whether no sample is missing in the last minutes: ticks come late, but two samples are never half a step too far apart. */
export function isSampled(reading: Reading, minutes: number): boolean {
  const times = [...touchesOf(reading, minutes).map(({ at }) => at), reading.at];
  let before = reading.at - minutes * US_PER_MINUTE;
  return times.every((at) => {
    const isNear = at - before <= 1.5 * EVERY_SEC * US_PER_SECOND;
    before = at;
    return isNear;
  });
}

/** The sampled spreads of the last minutes; null without a sample. */
export function spreadSummary(reading: Reading, minutes: number): SpreadSummary | null {
  const spreads = touchesOf(reading, minutes)
    .flatMap((touch) => spreadBpsOfBid(touch) ?? [])
    .toSorted((a, b) => a - b);
  const largest = spreads.at(-1);
  if (largest === undefined) return null;
  return {
    samples: spreads.length,
    every_sec: EVERY_SEC,
    median_bps: nearestRank(spreads, 0.5),
    p95_bps: nearestRank(spreads, 0.95),
    max_bps: largest,
  };
}
