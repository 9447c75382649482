import {
  createLiquidityHistory,
  emptyBand,
  capacityOf,
  type BandPast,
  type HistorySettings,
  type LiquidityHistory,
} from './liquidity-history.ts';

type Cells = readonly (number | null)[];
type BandJson = { readonly sizes: Cells; readonly depths: Cells } | null;

/** A history for a checkpoint; NaN cells are null, and unwritten cells are left out. */
export interface LiquidityHistoryJson {
  readonly settings: HistorySettings;
  readonly samples: number;
  readonly lastInterval: number | null;
  readonly times: Cells;
  readonly bid: readonly BandJson[];
  readonly ask: readonly BandJson[];
}

const toCells = (values: Float64Array, used: number): Cells =>
  Array.from(values.subarray(0, used), (value) => (Number.isNaN(value) ? null : value));

const setCells = (into: Float64Array, cells: Cells): void => into.set(cells.map((cell) => cell ?? Number.NaN));

export function liquidityHistoryToJson(history: LiquidityHistory): LiquidityHistoryJson {
  const { settings, samples, lastInterval, times } = history;
  const used = Math.min(samples, capacityOf(history));
  const toBand = (past: BandPast | null): BandJson =>
    past && { sizes: toCells(past.sizes, used * settings.levels), depths: toCells(past.depths, used) };
  return {
    settings,
    samples,
    lastInterval,
    times: toCells(times, used),
    bid: history.bid.map(toBand),
    ask: history.ask.map(toBand),
  };
}

/** The inverse of `liquidityHistoryToJson`; later results are bit-identical. */
export function liquidityHistoryFromJson(json: LiquidityHistoryJson): LiquidityHistory {
  const history = createLiquidityHistory(json.settings);
  history.samples = json.samples;
  history.lastInterval = json.lastInterval;
  setCells(history.times, json.times);
  for (const side of ['bid', 'ask'] as const) {
    for (const [band, cells] of json[side].entries()) {
      if (cells === null) continue;
      const past = emptyBand(capacityOf(history), history.settings.levels);
      setCells(past.sizes, cells.sizes);
      setCells(past.depths, cells.depths);
      history[side][band] = past;
    }
  }
  return history;
}
