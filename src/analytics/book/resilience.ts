import { US_PER_SECOND, type BookSide, type Micros } from '../../core/index.ts';
import { BAND_EDGES } from './bands.ts';
import { liveSlots, type LiquidityHistory } from './liquidity-history.ts';
import { median } from './percentile.ts';

/** A fall: the depth drops to at most this share of the sample before. */
const FALL = 0.5;
/** It has recovered at this share of the depth before the fall. */
const RECOVERED = 0.8;

/** Depth of one side over the history: what is usual, and how it came back after falls. */
export interface Resilience {
  /** Median depth within the distance, base currency; null without samples. */
  readonly usual: number | null;
  /** Number of falls by half or more between two samples, and number of falls which recovered to 80 %. */
  readonly falls: number;
  readonly recovered: number;
  /** Median time of these recoveries, seconds, to the interval of the samples; null without one. */
  readonly medianSec: number | null;
  /** Number of samples with a known depth. */
  readonly samples: number;
}

interface Sample {
  readonly at: Micros;
  readonly depth: number;
}

/** Depth within `bps` of the mid at each sample of the window, oldest first; samples in which the book was not known so far are left out. */
function depthsWithin(history: LiquidityHistory, side: BookSide, bps: number): readonly Sample[] {
  const bands = history[side].filter((_, band) => (BAND_EDGES[band + 1] ?? Number.POSITIVE_INFINITY) <= bps);
  return liveSlots(history)
    .flatMap((slot) => {
      const depth = bands.reduce((sum, past) => sum + (past?.depths[slot] ?? Number.NaN), 0);
      const at = history.times[slot];
      return at === undefined || Number.isNaN(depth) ? [] : [{ at, depth }];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** Longest time between two samples that follow each other, in intervals: samples lie at any moment of their interval. */
const NEXT_WITHIN = 2;

/** The samples from `from` on that follow each other without a pause. */
function unbroken(samples: readonly Sample[], from: number, everyUs: Micros): readonly Sample[] {
  let end = from + 1;
  while (end < samples.length && (samples[end] as Sample).at - (samples[end - 1] as Sample).at <= NEXT_WITHIN * everyUs) end++;
  return samples.slice(from, end);
}

/** How one side's depth within `bps` of the mid behaved over the history. */
export function resilienceOf(history: LiquidityHistory, side: BookSide, bps: number): Resilience {
  const samples = depthsWithin(history, side, bps);
  const seconds: number[] = [];
  let falls = 0;
  for (let i = 1; i < samples.length; i++) {
    const [before, fallen, ...later] = unbroken(samples, i - 1, history.settings.everyUs);
    // After a pause, how the depth moved in it is not known.
    if (before === undefined || fallen === undefined || before.depth <= 0 || fallen.depth > before.depth * FALL) continue;
    falls++;
    const back = later.find(({ depth }) => depth >= before.depth * RECOVERED);
    if (back !== undefined) seconds.push((back.at - fallen.at) / US_PER_SECOND);
  }
  return {
    usual: median(samples.map(({ depth }) => depth)),
    falls,
    recovered: seconds.length,
    medianSec: median(seconds),
    samples: samples.length,
  };
}
