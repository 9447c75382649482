import type { Micros } from '../../../core/index.ts';
import { seriesTimesInvalid } from '../errors.ts';
import { checked, type Values } from '../stats/check.ts';

/** Numbers with their times, in order. A missing value has no entry; there is no filler value. */
export interface Series {
  /** µs since the epoch, strictly ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** How to handle unclean input. By default it is refused; a named handling is applied and counted. */
export interface SeriesOptions {
  readonly order?: 'refuse' | 'sort';
  readonly duplicates?: 'refuse' | 'first' | 'last' | 'mean';
  /** NaN only; infinities are always refused. */
  readonly missing?: 'refuse' | 'drop';
}

export interface SeriesTaken extends Series {
  /** Number of entries that were moved, merged and dropped. */
  readonly changed: { readonly moved: number; readonly merged: number; readonly dropped: number };
}

/** Indices of the entries in time order, by a stable sort, so that `first` and `last` of duplicates follow the input. */
function inOrder(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, i) => i);
  return order.sort((a, b) => times[a]! - times[b]! || a - b);
}

/** Creates a series. Throws a coded error on times that aren't whole µs or not in order, on duplicates, and on non-numbers. */
export function createSeries(times: ArrayLike<Micros>, values: Values, options: SeriesOptions = {}): SeriesTaken {
  const { order = 'refuse', duplicates = 'refuse', missing = 'refuse' } = options;
  if (times.length !== values.length) {
    throw seriesTimesInvalid({ problem: `${times.length} times for ${values.length} values`, index: 0 });
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
    throw seriesTimesInvalid({ problem: 'a time is earlier than the previous time', index });
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
    if (duplicates === 'refuse') throw seriesTimesInvalid({ problem: 'a time occurs twice', index: i });
    if (duplicates === 'last') outValues[last] = values[i]!;
    if (duplicates === 'mean') outValues[last] = outValues[last]! + (values[i]! - outValues[last]!) / run;
  }
  return {
    times: Float64Array.from(outTimes),
    values: checked('A series', outValues),
    changed: { moved, merged: kept.length - outTimes.length, dropped: at.length - kept.length },
  };
}
