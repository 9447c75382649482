import type { Micros } from '../../../core/index.ts';
import { seriesTimesInvalid } from '../errors.ts';
import { checked, type Values } from '../stats/check.ts';

/** Numbers with their times, in order. What is missing has no entry: there is no filler value. */
export interface Series {
  /** µs since the epoch, strictly rising. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** How to take input that isn't clean. Each default refuses; what is asked for by name is done and counted. */
export interface SeriesOptions {
  readonly order?: 'refuse' | 'sort';
  readonly duplicates?: 'refuse' | 'first' | 'last' | 'mean';
  /** NaN only; infinities are always refused. */
  readonly missing?: 'refuse' | 'drop';
}

export interface SeriesTaken extends Series {
  /** What was done to the input, in entries. */
  readonly changed: { readonly moved: number; readonly merged: number; readonly dropped: number };
}

/** Index of the entries in rising time; a stable sort, so that `first` and `last` of a duplicate mean the input's. */
function inOrder(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, i) => i);
  return order.sort((a, b) => times[a]! - times[b]! || a - b);
}

/** Makes a series; throws a coded error on times that aren't whole µs, on disorder, duplicates and non-numbers. */
export function createSeries(times: ArrayLike<Micros>, values: Values, options: SeriesOptions = {}): SeriesTaken {
  const { order = 'refuse', duplicates = 'refuse', missing = 'refuse' } = options;
  if (times.length !== values.length) {
    throw seriesTimesInvalid({ problem: `${times.length} times stand beside ${values.length} values`, index: 0 });
  }
  const at = Float64Array.from(times);
  at.forEach((time, index) => {
    if (!Number.isSafeInteger(time))
      throw seriesTimesInvalid({ problem: `${time} is not a whole number of microseconds`, index });
  });
  const drop = missing === 'drop';
  const kept = inOrder(at).filter((i) => !(drop && Number.isNaN(values[i])));
  const moved = inOrder(at).reduce((count, from, to) => count + (from === to ? 0 : 1), 0);
  if (moved > 0 && order === 'refuse') {
    const index = at.findIndex((time, i) => i > 0 && time < at[i - 1]!);
    throw seriesTimesInvalid({ problem: 'a time is earlier than the one before it', index });
  }
  const outTimes: number[] = [];
  const outValues: number[] = [];
  let run = 1;
  for (const i of kept) {
    const last = outTimes.length - 1;
    if (last < 0 || outTimes[last] !== at[i]) {
      outTimes.push(at[i]!);
      outValues.push(values[i]!);
      run = 1;
      continue;
    }
    run++;
    if (duplicates === 'refuse') throw seriesTimesInvalid({ problem: 'a time stands twice', index: i });
    if (duplicates === 'last') outValues[last] = values[i]!;
    if (duplicates === 'mean') outValues[last] = outValues[last]! + (values[i]! - outValues[last]!) / run;
  }
  return {
    times: Float64Array.from(outTimes),
    values: checked('A series', outValues),
    changed: { moved, merged: kept.length - outTimes.length, dropped: at.length - kept.length },
  };
}
