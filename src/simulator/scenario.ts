import type { EpisodeKind } from './episodes/episode.ts';

/** Parameters of a market. Rates are per second and symbol; distances are in mean gaps between neighbouring levels. */
export interface Scenario {
  /** Limit orders and cancels. */
  readonly restRate: number;
  /** Marketable orders: base rate, share that another order triggers (0–1), and the decay of that excitement per second. */
  readonly takeRate: number;
  readonly branching: number;
  readonly decay: number;
  /** Standard deviation of the latent price's change over one second, and its drift per second. */
  readonly volatility: number;
  readonly drift: number;
  /** Levels per side towards which the book tends. */
  readonly levels: number;
  /** Multiplies the usual gap between levels. */
  readonly sparsity: number;
  /** Standard deviation of the logarithm of order sizes, and share of orders from a Pareto tail. */
  readonly sizes: { readonly sigma: number; readonly tail: number };
  /** Kinds of episodes that actors perform, one after another; default: none. */
  readonly episodes?: readonly EpisodeKind[];
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
  sizes: { sigma: 1.4, tail: 0.05 },
};

/** More even order sizes, so that a large order stands out. */
const even: Scenario = { ...calm, sizes: { sigma: 0.8, tail: 0.01 } };

/**
 * `drift` leaves the range of a 1,000-level snapshot within about a minute and turns round every two minutes. Scenarios named
 * after an episode have it every few minutes (docs/simulator.md).
 */
export const SCENARIOS = {
  calm,
  busy: { ...calm, restRate: 220, takeRate: 5, branching: 0.75, volatility: 18 },
  drift: { ...calm, restRate: 200, takeRate: 3, volatility: 8, drift: 25 },
  thin: { ...calm, restRate: 12, takeRate: 0.4, branching: 0.5, volatility: 3, levels: 60, sparsity: 8 },
  quiet: { ...calm, restRate: 4, takeRate: 0.08, branching: 0.3, volatility: 0.8, levels: 400 },
  spoofing: { ...even, episodes: ['spoofing'] },
  layered_walls: { ...even, episodes: ['layered_walls'] },
  iceberg: { ...even, episodes: ['iceberg'] },
  flash_crash: { ...even, sparsity: 3, episodes: ['flash_crash'] },
  requotes: { ...even, episodes: ['requotes'] },
  honest_walls: { ...even, episodes: ['honest_wall'] },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

export const scenarioNames = Object.keys(SCENARIOS) as readonly ScenarioName[];
