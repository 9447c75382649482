/** A fold whose training part may lie on both sides of the test part; indices ascending. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

interface PurgedOptions {
  readonly length: number;
  /** Equal parts of the series; the last takes the remainder. */
  readonly folds: number;
  /** Values left out of training before each test part: the number of steps that a label looks ahead. */
  readonly purge?: number;
  /** Values left out of training after each test part, because of serial correlation. */
  readonly embargo?: number;
}

/** Default purge and embargo: 1 % of the series. */
const onePercent = (length: number) => Math.ceil(length / 100);

function partOf({ length, folds }: PurgedOptions, fold: number): readonly [from: number, to: number] {
  const size = Math.floor(length / folds);
  return [fold * size, fold === folds - 1 ? length : (fold + 1) * size];
}

function foldOf(options: PurgedOptions, tested: readonly number[]): Fold {
  const { length, purge = onePercent(length), embargo = onePercent(length) } = options;
  const parts = tested.map((fold) => partOf(options, fold));
  const test: number[] = [];
  const train: number[] = [];
  for (let i = 0; i < length; i++) {
    if (parts.some(([from, to]) => i >= from && i < to)) test.push(i);
    else if (!parts.some(([from, to]) => i >= from - purge && i < to + embargo)) train.push(i);
  }
  return { train, test };
}

function check({ length, folds, purge = 0, embargo = 0 }: PurgedOptions): void {
  const whole = [length, folds, purge, embargo].every(Number.isInteger);
  if (!whole || folds < 2 || folds > length || purge < 0 || embargo < 0) {
    throw new RangeError(`purged folds need 2 to ${length} folds, and integers from 0 for purge and embargo`);
  }
}

/**
 * Purged k-fold (López de Prado 2018, chapter 7). Training parts include values after the test part. Use it to choose features and
 * settings of models of independent rows, never to estimate the accuracy of a forecast.
 */
export function purgedFolds(options: PurgedOptions): readonly Fold[] {
  check(options);
  return Array.from({ length: options.folds }, (_, fold) => foldOf(options, [fold]));
}

function combinations(n: number, k: number, from = 0): readonly (readonly number[])[] {
  if (k === 0) return [[]];
  const out: (readonly number[])[] = [];
  for (let i = from; i <= n - k; i++) for (const rest of combinations(n, k - 1, i + 1)) out.push([i, ...rest]);
  return out;
}

/** Combinatorial purged folds (López de Prado 2018, chapter 12): each combination of `tested` parts is the test set once. */
export function combinatorialPurgedFolds(options: PurgedOptions & { readonly tested: number }): readonly Fold[] {
  check(options);
  const { folds, tested } = options;
  if (!Number.isInteger(tested) || tested < 1 || tested >= folds) throw new RangeError(`tested must be from 1 to ${folds - 1}`);
  return combinations(folds, tested).map((chosen) => foldOf(options, chosen));
}
