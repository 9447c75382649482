/** The settings that affect a market's numbers; named as in the environment. */
export interface MarketSettings {
  readonly REPORT_WINDOW_SEC: number;
  readonly FLOW_WINDOW_SEC: number;
  readonly WALL_THRESHOLD_MULTIPLIER: number;
  readonly WALL_MINIMUM_QTY: number;
  readonly VACUUM_THRESHOLD_PERCENTILE: number;
}

/** Picks these settings from an object with others, for the log. */
export const settingsOf = (given: MarketSettings): MarketSettings => ({
  REPORT_WINDOW_SEC: given.REPORT_WINDOW_SEC,
  FLOW_WINDOW_SEC: given.FLOW_WINDOW_SEC,
  WALL_THRESHOLD_MULTIPLIER: given.WALL_THRESHOLD_MULTIPLIER,
  WALL_MINIMUM_QTY: given.WALL_MINIMUM_QTY,
  VACUUM_THRESHOLD_PERCENTILE: given.VACUUM_THRESHOLD_PERCENTILE,
});
