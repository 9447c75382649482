/** How one tree grows. */
export interface Growth {
  /**
   * `leaf` splits the leaf that gains most (LightGBM's way), `level` all leaves of a level (XGBoost's), `oblivious` a whole level
   * by one and the same question (CatBoost's).
   */
  readonly policy: 'leaf' | 'level' | 'oblivious';
  /** Most leaves; Infinity for no limit. */
  readonly leaves: number;
  /** Most questions from the root to a leaf; Infinity for no limit. */
  readonly depth: number;
  /** Fewest rows in a leaf. Oblivious trees ignore it. */
  readonly minRows: number;
  /** Added to the number of rows wherever a leaf's value is a sum over it. */
  readonly l2: number;
  /** Features looked at for one split, drawn afresh each time where they are fewer than all. */
  readonly featuresASplit: number;
  /** The best edge between bins, or one drawn for each feature (extremely randomised trees). */
  readonly edge: 'best' | 'drawn';
}
