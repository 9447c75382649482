/** Half-open ranges of indices: train on [trainFrom, trainTo), test on [testFrom, testTo). */
export interface Origin {
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
}

interface WindowOptions {
  readonly length: number;
  readonly horizon: number;
  /** Minimum number of training values (expanding), or their exact number (sliding). */
  readonly train: number;
  /** Values between origins; the horizon by default, so that tests don't overlap. */
  readonly step?: number;
  /** Values left out between training and test. */
  readonly gap?: number;
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < (name === 'gap' ? 0 : 1))
      throw new RangeError(`${name} must be a whole number, got ${count}`);
  }
}

function windows(
  { length, horizon, train, step = horizon, gap = 0 }: WindowOptions,
  kind: 'expanding' | 'sliding',
): readonly Origin[] {
  checkCounts({ length, horizon, train, step, gap });
  const out: Origin[] = [];
  for (let trainTo = train; trainTo + gap + horizon <= length; trainTo += step) {
    const testFrom = trainTo + gap;
    out.push({ trainFrom: kind === 'expanding' ? 0 : trainTo - train, trainTo, testFrom, testTo: testFrom + horizon });
  }
  return out;
}

/** Rolling origins that train on all past values (Tashman 2000). Empty if the series is too short for one. */
export const expandingWindows = (options: WindowOptions): readonly Origin[] => windows(options, 'expanding');

/** Rolling origins that train on the last `train` values. */
export const slidingWindows = (options: WindowOptions): readonly Origin[] => windows(options, 'sliding');

/** Walk-forward: expanding windows with adjacent test parts; by default 24 test values after at least 100 training values. */
export const walkForward = ({
  length,
  train = 100,
  horizon = 24,
}: {
  length: number;
  train?: number;
  horizon?: number;
}): readonly Origin[] => expandingWindows({ length, train, horizon });

/** Blocked: splits the series into disjoint `blocks`. Each block trains on its head and tests on its last `horizon` values. */
export function blockedWindows({
  length,
  blocks,
  horizon,
}: {
  length: number;
  blocks: number;
  horizon: number;
}): readonly Origin[] {
  checkCounts({ length, blocks, horizon });
  const size = Math.floor(length / blocks);
  if (size <= horizon) return [];
  return Array.from({ length: blocks }, (_, b) => {
    const end = (b + 1) * size;
    return { trainFrom: b * size, trainTo: end - horizon, testFrom: end - horizon, testTo: end };
  });
}
