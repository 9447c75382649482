import { checkSeries } from '../check-series.ts';
import { conformalForecast } from '../evaluate/conformal-forecast.ts';
import { checkHorizon } from '../facade.ts';
import { mean } from '../math/moments.ts';
import type { Forecast, Model, SeriesInput } from '../model.ts';
import { choose, type Choice } from './choose.ts';
import { directionOf } from './direction.ts';
import type { Direction } from './direction.ts';
import { benchOf, judge } from './judge.ts';
import type { Bench, Spending } from './judge.ts';
import { noteLatency } from './latency.ts';
import { PRIORITIES } from './priorities.ts';
import type { Priority } from './priorities.ts';
import { YARDSTICK, type Candidate, type RouteRequest, type RouteTools, type Skipped } from './request.ts';

/** Number of origins for conformal intervals of a model without its own. */
const CONFORMAL_ORIGINS = 20;
/** Share of the limit after which no further validation of a finished forecast is started. */
const VALIDATION_SHARE = 0.7;

export interface Skill {
  /** Mean absolute error relative to the seasonal naive's at the same origins; null if it couldn't be measured. */
  readonly ratio: number | null;
  readonly beats: boolean;
  readonly said: string;
}

export interface Routed {
  readonly model: string;
  readonly priority: Priority;
  readonly limitMs: number;
  readonly forecast: Forecast;
  readonly notes: readonly string[];
  /** Why this model, in sentences. */
  readonly reasons: readonly string[];
  readonly judged: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  readonly skill: Skill;
  readonly direction: Direction;
  /** Measured times: choosing; its overhead outside the models; fit and forecast; total. */
  readonly ms: { readonly choosing: number; readonly overhead: number; readonly forecast: number; readonly total: number };
}

/** Skill of a forecast by `model` relative to the seasonal naive. */
async function skillOf(
  model: Model,
  tools: RouteTools,
  bench: Bench | null,
  judged: readonly Candidate[],
  spending: Spending,
): Promise<Skill> {
  const unknown = (why: string): Skill => ({
    ratio: null,
    beats: false,
    said: `Whether it beats the seasonal naive is not known: ${why}.`,
  });
  if (bench === null) return unknown('the series is too short to judge');
  const errorOf = async (name: string, of: Model) => {
    const known = judged.find((one) => one.model === name);
    if (known) return known.error;
    const verdict = await judge(of, bench, spending);
    return verdict.kind === 'judged' ? mean(verdict.errors) : verdict.why;
  };
  const own = await errorOf(model.name, model);
  const naive = await errorOf(YARDSTICK, tools.catalogue.createModel(YARDSTICK));
  if (typeof own === 'string') return unknown(own);
  if (typeof naive === 'string') return unknown(naive);
  if (!(naive > 0)) return { ratio: null, beats: false, said: 'It does not beat the seasonal naive, which made no error.' };
  const ratio = own / naive;
  return ratio < 1
    ? { ratio, beats: true, said: `Its error was ${(100 * ratio).toFixed(0)} % of the seasonal naive's at the last origins.` }
    : {
        ratio,
        beats: false,
        said: `It does NOT beat the seasonal naive: ${ratio.toFixed(2)} times its error at the last origins.`,
      };
}

/** The model's own intervals; without them, conformal ones if the series is long enough. */
async function withIntervals(
  model: Model,
  input: SeriesInput,
  { horizon, levels = [], seed = 0 }: RouteRequest,
  spending: Spending,
) {
  const left = spending.until - spending.clock();
  const controls = { seed, clock: spending.clock, ...(Number.isFinite(left) ? { budgetMs: Math.max(0, left) } : {}) };
  const fitted = await model.fit(input, controls);
  const notes = [
    ...(fitted.notes ?? []),
    ...(fitted.stopped === 'budget' ? [`The fit was ended by its budget after ${fitted.steps} steps.`] : []),
  ];
  if (model.capabilities.intervals === 'given') return { forecast: await fitted.forecast(horizon, { levels }), notes };
  if (levels.length > 0) {
    const path = await conformalForecast(model, input, { horizon, levels, origins: CONFORMAL_ORIGINS, step: 1, controls });
    if (path !== null) return { forecast: path, notes: [...notes, 'Intervals are conformal: the model has none of its own.'] };
  }
  return {
    forecast: await fitted.forecast(horizon),
    notes:
      levels.length > 0 ? [...notes, 'No intervals: the model has none, and the series is too short for conformal ones.'] : notes,
  };
}

/**
 * Forecasts with the model that did best at past origins within the priority's time limit. Models that refuse the series or are too slow
 * by measurement are skipped with a reason. The others are compared at the newest rolling origins in the available time. The result says
 * whether the forecast beats the seasonal naive, and states a direction only if a test supports it. If `model` is set, that model is
 * used, and judged too. Throws the series' refusal, TF_FORECAST_MODEL_UNKNOWN, or TF_FORECAST_ROUTE_EMPTY if no model is left.
 */
export async function routeForecast(input: SeriesInput, request: RouteRequest, tools: RouteTools): Promise<Routed> {
  const { clock } = tools;
  const { priority, seed = 0 } = request;
  const { limitMs, judgingMs } = PRIORITIES[priority];
  const began = clock();
  const series = checkSeries(input);
  checkHorizon(request.horizon);
  const bench = benchOf(input, request.horizon);
  const named =
    request.model === undefined || request.model.toLowerCase() === 'auto' ? null : tools.catalogue.createModel(request.model);
  const choice: Choice =
    named === null
      ? await choose(input, request, tools, bench)
      : { model: named, reasons: ['It was asked for by name.'], judged: [], skipped: [], modelMs: 0 };
  const chosen = clock();
  const { forecast, notes } = await withIntervals(choice.model, input, request, { clock, until: began + limitMs, seed });
  const fitted = clock();
  if (tools.latencies) noteLatency(tools.latencies, choice.model.name, series.values.length, fitted - chosen);
  // Validation may take part of the remaining time; without a limit, at most as long as judging took.
  const until = Math.max(began + VALIDATION_SHARE * limitMs, fitted + Math.min(judgingMs, limitMs / 10));
  // A model chosen by name without a time limit is always judged.
  const patient = named !== null && (priority === 'accurate' || priority === 'research');
  const skill = await skillOf(choice.model, tools, bench, choice.judged, { clock, until: patient ? Infinity : until, seed });
  const naive = tools.catalogue.createModel('Naive');
  const direction = await directionOf(
    { model: choice.model, naive, input, path: forecast.mean },
    { clock, until: began + VALIDATION_SHARE * limitMs, seed },
  );
  const ended = clock();
  return {
    model: choice.model.name,
    priority,
    limitMs,
    forecast,
    notes,
    reasons: choice.reasons,
    judged: choice.judged,
    skipped: choice.skipped,
    skill,
    direction,
    ms: { choosing: chosen - began, overhead: chosen - began - choice.modelMs, forecast: fitted - chosen, total: ended - began },
  };
}
