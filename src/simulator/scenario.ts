/** How a market behaves. Rates per second and symbol; distances in mean gaps between neighbouring levels. */
export interface Scenario {
  /** Limit orders and cancels. */
  readonly restRate: number;
  /** Marketable orders: base rate, share of them set off by another (0–1), and decay of that, per second. */
  readonly takeRate: number;
  readonly branching: number;
  readonly decay: number;
  /** Standard deviation of the latent price over one second, and its drift per second. */
  readonly volatility: number;
  readonly drift: number;
  /** Levels a side that the book tends to. */
  readonly levels: number;
  /** Multiplies the usual gap between levels. */
  readonly sparsity: number;
}

const calm: Scenario = {
  restRate: 70,
  takeRate: 1.6,
  branching: 0.65,
  decay: 3,
  volatility: 6,
  drift: 0,
  levels: 2_000,
  sparsity: 1,
};

/** `drift` leaves the range of a 1,000-level snapshot within about a minute, and turns round every two minutes. */
export const SCENARIOS = {
  calm,
  busy: { ...calm, restRate: 220, takeRate: 5, branching: 0.75, volatility: 18 },
  drift: { ...calm, restRate: 200, takeRate: 3, volatility: 8, drift: 25 },
  thin: { ...calm, restRate: 12, takeRate: 0.4, branching: 0.5, volatility: 3, levels: 60, sparsity: 8 },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

export const scenarioNames = Object.keys(SCENARIOS) as readonly ScenarioName[];
