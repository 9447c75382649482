/** One measurement. `ratio` is `value` divided by the measurement of `against` in the same run, or by the limit that it names. */
export interface BenchRow {
  readonly bench: string;
  /** Null if it could not be measured; `missing` says why. */
  readonly value: number | null;
  readonly unit: string;
  /** The baseline or the limit, as text. */
  readonly against: string;
  readonly ratio: number | null;
  /** Number of samples of `value`. */
  readonly n: number;
  /** Why `value`, or a figure beside it, is missing. */
  readonly missing?: string;
  /** The market data used, if any. */
  readonly data?: 'recorded' | 'simulated';
  /** Figures that help to read `value`. */
  readonly beside?: Readonly<Record<string, number>>;
}
