import { checkSeries } from '../check-series.ts';
import type { RolledForecast } from '../evaluate/rolling.ts';
import { conformalForecast } from '../evaluate/conformal-forecast.ts';
import { checkHorizon } from '../facade.ts';
import { mean } from '../math/moments.ts';
import type { Forecast, Model, SeriesInput } from '../model.ts';
import { calibrated } from './calibrate.ts';
import { choose, fittedLength, type Choice } from './choose.ts';
import { createDeadline } from './deadline.ts';
import { directionOf } from './direction.ts';
import type { Direction } from './direction.ts';
import { judgeParts } from './judge-ensemble.ts';
import { benchOf, controlsFor, errorsOf, newest } from './judge.ts';
import type { Bench, Spending } from './judge.ts';
import { whyNoWidth } from './no-width.ts';
import { PRIORITIES } from './priorities.ts';
import type { Priority } from './priorities.ts';
import { YARDSTICK, type Candidate, type RouteRequest, type RouteTools, type Skipped } from './request.ts';
import { workOf } from './work.ts';

/** Number of origins for conformal intervals of a model without its own. */
const CONFORMAL_ORIGINS = 20;

export interface Skill {
  /** Mean absolute error relative to the seasonal naive's at the same origins; null if it couldn't be measured. */
  readonly ratio: number | null;
  readonly beats: boolean;
  readonly said: string;
}

export interface Routed {
  readonly model: string;
  readonly priority: Priority;
  /** `late` if the clock ended the work early; only then can another run give other numbers. */
  readonly ended: 'whole' | 'late';
  readonly forecast: Forecast;
  readonly notes: readonly string[];
  /** Why this model, in sentences. */
  readonly reasons: readonly string[];
  readonly judged: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  readonly skill: Skill;
  readonly direction: Direction;
  /** Measured times: choosing; its overhead outside the models; fit, intervals and forecast; total. */
  readonly ms: { readonly choosing: number; readonly overhead: number; readonly forecast: number; readonly total: number };
}

/** Skill from the mean absolute errors of the model and of the seasonal naive; a text says why an error isn't known. */
function skillOf(own: number | string, naive: number | string): Skill {
  const why = typeof own === 'string' ? own : typeof naive === 'string' ? naive : null;
  if (typeof own === 'string' || typeof naive === 'string') {
    const said = `Whether it beats the seasonal naive is not known: ${why!.replace(/\.$/, '')}.`;
    return { ratio: null, beats: false, said };
  }
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

/** A model's forecasts at the judging origins, or why there are none. */
async function judgedAlone(model: Model, bench: Bench | null, { judging, spending, tools }: Alone) {
  if (bench === null) return 'the series is too short to judge';
  if (model.name !== YARDSTICK && workOf(model, bench.input.values.length) * bench.origins.length > judging)
    return 'judging it takes more than the work of this priority';
  const verdict = await judgeParts(model, { bench, spending, tools, rolled: new Map() });
  if (verdict.kind === 'late') return 'the clock ended judging';
  return verdict.kind === 'judged' ? verdict.rolled : verdict.why;
}

interface Alone {
  readonly judging: number;
  readonly spending: Spending;
  readonly tools: RouteTools;
}

const errorOf = (rolled: readonly RolledForecast[] | string) => (typeof rolled === 'string' ? rolled : mean(errorsOf(rolled)));

/** The model's own intervals, calibrated on its errors at past origins; without its own, conformal ones if the series is long enough. */
async function withIntervals(
  model: Model,
  input: SeriesInput,
  { horizon, levels = [] }: RouteRequest,
  { rolled, spending }: { readonly rolled: readonly RolledForecast[]; readonly spending: Spending },
) {
  const controls = controlsFor(spending, input.values.length);
  const fitted = await model.fit(input, controls);
  // Asks the deadline, so that a fit that the clock cut short is reported.
  if (fitted.stopped === 'budget') spending.deadline.passed();
  const notes = [
    ...(fitted.notes ?? []),
    ...(fitted.stopped === 'done' ? [] : [`The fit was ended by its budget after ${fitted.steps} steps.`]),
  ];
  if (model.capabilities.intervals === 'given') {
    const own = await fitted.forecast(horizon, { levels });
    return { forecast: calibrated(own, rolled, { length: input.values.length, period: input.period ?? 1 }), notes };
  }
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
 * Forecasts with the model that did best at past origins within the priority's work. Models that refuse the series or take too much work
 * are skipped with a reason. The others are compared at the newest rolling origins. Work is counted, not timed, so the same request gives
 * the same numbers on every run. If the clock ends the work early, `ended` is `late` and a note says so. The result says whether the
 * forecast beats the seasonal naive, and states a direction only if a test supports it. If `model` is set, that model is used, and
 * judged too. Throws the error of an invalid series, TF_FORECAST_MODEL_UNKNOWN, or TF_FORECAST_ROUTE_EMPTY if no model is left.
 */
export async function routeForecast(input: SeriesInput, request: RouteRequest, tools: RouteTools): Promise<Routed> {
  const { clock } = tools;
  const { priority, seed = 0 } = request;
  const { judging, fitting, validating, steps, clockMs } = PRIORITIES[priority];
  const began = clock();
  const deadline = createDeadline(clock, clockMs);
  const spending: Spending = { deadline, seed, steps };
  checkSeries(input);
  checkHorizon(request.horizon);
  const bench = benchOf(input, request.horizon);
  const named =
    request.model === undefined || request.model.toLowerCase() === 'auto' ? null : tools.catalogue.createModel(request.model);
  const choice: Choice =
    named === null
      ? await choose(input, request, tools, { bench, spending })
      : { model: named, rolled: null, reasons: ['It was asked for by name.'], judged: [], skipped: [], modelMs: 0 };
  const { model } = choice;
  const chosen = clock();
  // A model asked for by name is fitted to the whole series.
  const length = named === null ? fittedLength(model, input, fitting)! : input.values.length;
  const part = newest(input, length);
  const alone: Alone = { judging, spending, tools };
  const rolled = choice.rolled ?? (await judgedAlone(model, bench, alone));
  const past = typeof rolled === 'string' ? [] : rolled;
  const { forecast, notes } = await withIntervals(model, part, request, { rolled: past, spending });
  const fitted = clock();
  const yardstick = tools.catalogue.createModel(YARDSTICK);
  const known = choice.judged.find((one) => one.model === YARDSTICK)?.error;
  const skill = skillOf(errorOf(rolled), known ?? errorOf(await judgedAlone(yardstick, bench, alone)));
  const naive = tools.catalogue.createModel('Naive');
  const direction = await directionOf({ model, naive, input, path: forecast.mean }, { work: validating, spending });
  const total = clock();
  const late = deadline.wasPassed();
  const noWidth = whyNoWidth(forecast, input.values);
  return {
    model: model.name,
    priority,
    ended: late ? 'late' : 'whole',
    forecast,
    notes: [
      ...(late ? [`The clock ended this answer early, after ${clockMs} ms: another run may give other numbers.`] : []),
      ...(length < input.values.length
        ? [`Fitted to the newest ${length} of ${input.values.length} values, because of the work of ${priority}.`]
        : []),
      ...notes,
      ...(noWidth === null ? [] : [noWidth]),
    ],
    reasons: choice.reasons,
    judged: choice.judged,
    skipped: choice.skipped,
    skill,
    direction,
    ms: { choosing: chosen - began, overhead: chosen - began - choice.modelMs, forecast: fitted - chosen, total: total - began },
  };
}
