import type { Meter } from '../meter.ts';
import type { Attribution, Fit, Prediction, Run, Series } from '../model.ts';
import type { Rows } from '../tabular/rows.ts';
import { heldOutErrors } from './held-out-errors.ts';
import { layOut } from './layout.ts';
import type { Layout, LayoutOptions } from './layout.ts';
import type { Learned, Learner } from './learner.ts';
import { extended, limitsOf, runAhead } from './recursion.ts';
import { lagRows, rowAt, startOf, writeRow } from './rows.ts';
import type { History } from './rows.ts';
import { scaled, scaleOf, unscaled } from './scale.ts';
import type { Scale } from './scale.ts';
import { simulatedBounds } from './simulated-bounds.ts';

interface LagModel extends LayoutOptions {
  readonly encoding: Layout['encoding'];
  readonly learn: Learner;
}

/** Fits a learner to rows of lags and forecasts step by step, each step from the previous ones. */
export function fitOnLags(series: Series, run: Run, { encoding, learn, ...options }: LagModel): Fit {
  const layout = layOut(series, encoding, options);
  const scale = scaleOf(series.values);
  const history: History = { values: scaled(series.values, scale), covariates: series.covariates };
  const length = series.values.length;
  const { rows, targets } = lagRows(layout, history, length);
  const steps = countedMeter(run.meter);
  const learned = learn(rows, targets, { ...run, meter: steps.meter });

  const limits = limitsOf(targets);
  const errorsOnce = once(() => heldOutErrors(rows, targets, learn, { seed: run.seed, steps: steps.taken() }));
  const predict = (horizon: number, future: readonly Float64Array[]): Prediction => {
    const ahead = extended(history, horizon, future);
    const rule = { predict: learned.predict, limits };
    const walk = (draw?: () => number) => {
      const noise = draw && ((row: Float64Array) => draw() * errorsOnce().widthOf(learned, row));
      return runAhead(ahead, length, horizon, layout, rule, noise);
    };
    const mean = walk();
    const bounds = (level: number) => {
      const { lower, upper } = boundsOf(level);
      return { lower: unscaled(lower, scale), upper: unscaled(upper, scale) };
    };
    const boundsOf = (level: number) => (simulated ??= simulatedBounds(mean, errorsOnce().errors, run.seed, walk))(level);
    let simulated: ReturnType<typeof simulatedBounds> | null = null;
    return { mean: unscaled(mean, scale), bounds };
  };

  const { explain } = learned;
  const explainNext = (future: readonly Float64Array[]): Attribution => {
    const ahead = extended(history, 1, future);
    const row = new Float64Array(layout.names.length);
    writeRow(row, 0, layout, ahead, length);
    const { expectation, contributions } = explain!(row);
    return {
      features: layout.names,
      expectation: scale.mean + scale.deviation * (startOf(layout, ahead, length) + expectation),
      contributions: contributions.map((part) => part * scale.deviation),
    };
  };
  return {
    params: { difference: layout.difference, lags: layout.lags, rows: rows.count, ...learned.params },
    ...(learned.notes ? { notes: learned.notes } : {}),
    ...(learned.kind === 'memory' ? {} : inSample(series, layout, history, rows, scale, learned)),
    predict,
    ...(explain ? { explain: explainNext } : {}),
  };
}

/** One-step predictions in the sample, and the mean square of their errors. */
function inSample(
  { values }: Series,
  layout: Layout,
  history: History,
  rows: Rows,
  scale: Scale,
  { predict }: Learned,
): { readonly fitted: Float64Array; readonly sigma2: number } {
  const fitted = new Float64Array(values.length).fill(Number.NaN);
  let sigma2 = 0;
  for (let i = 0; i < rows.count; i++) {
    const t = layout.first + i;
    fitted[t] = scale.mean + scale.deviation * (startOf(layout, history, t) + predict(rowAt(rows, i)));
    sigma2 += (values[t]! - fitted[t]) ** 2 / rows.count;
  }
  return { fitted, sigma2 };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Forwards and counts steps, so that the fit for the intervals can be limited to the same number. */
function countedMeter(meter: Meter): { readonly meter: Meter; readonly taken: () => number } {
  let taken = 0;
  const step = () => {
    taken += 1;
    meter.step();
  };
  return { meter: { ...meter, step }, taken: () => taken };
}
