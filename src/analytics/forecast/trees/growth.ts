/** How one tree grows. */
export interface Growth {
  /**
   * `leaf` splits the leaf with the largest gain (as LightGBM). `level` splits all leaves of a level (as XGBoost). `oblivious` uses the
   * same split for all leaves of a level (as CatBoost).
   */
  readonly policy: 'leaf' | 'level' | 'oblivious';
  /** Maximum number of leaves; Infinity for no limit. */
  readonly leaves: number;
  /** Maximum number of splits from the root to a leaf; Infinity for no limit. */
  readonly depth: number;
  /** Fewest rows in a leaf. Oblivious trees ignore it. */
  readonly minRows: number;
  /** Regularisation: added to the row count when a leaf's sum is divided by it. */
  readonly l2: number;
  /** Number of features considered for a split; if not all, they are drawn for each split. */
  readonly featuresASplit: number;
  /** The best edge between bins, or a random edge for each feature (extremely randomised trees). */
  readonly edge: 'best' | 'drawn';
}
