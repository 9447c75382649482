/** One measurement. `ratio` is `value` over what `against` measured in the same run, or over the limit that it names. */
export interface BenchRow {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** The rival or the limit, in words. */
  readonly against: string;
  readonly ratio: number;
  /** How many samples stand behind `value`. */
  readonly n: number;
  /** What ran through it, where that is market data. */
  readonly data?: 'recorded' | 'simulated';
  /** Figures that help to read `value`. */
  readonly beside?: Readonly<Record<string, number>>;
}
