/** One measurement. `ratio` is `value` divided by the measurement of `against` in the same run, or by the limit that it names. */
export interface BenchRow {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** The baseline or the limit, in words. */
  readonly against: string;
  readonly ratio: number;
  /** Number of samples of `value`. */
  readonly n: number;
  /** The market data used, if any. */
  readonly data?: 'recorded' | 'simulated';
  /** Figures that help to read `value`. */
  readonly beside?: Readonly<Record<string, number>>;
}
