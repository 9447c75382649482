import { counted } from '../../../core/counted.ts';
import { routeEmpty } from '../errors.ts';
import type { RolledForecast } from '../evaluate/rolling.ts';
import { mean } from '../math/moments.ts';
import type { Model, SeriesInput } from '../model.ts';
import { createDeadline } from './deadline.ts';
import { judgeParts, partsOf } from './judge-ensemble.ts';
import { errorsOf, isClearlyBetter, type Bench, type Spending } from './judge.ts';
import { CANDIDATES, PREFERRED, PRIORITIES, RESEARCHED } from './priorities.ts';
import { YARDSTICK, type Candidate, type RouteRequest, type RouteTools, type Skipped } from './request.ts';
import { valuesWithin, workOf } from './work.ts';

export interface Choice {
  readonly model: Model;
  /** Its forecasts at the judging origins; null if it was not judged. */
  readonly rolled: readonly RolledForecast[] | null;
  readonly reasons: readonly string[];
  readonly judged: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  /** Measured time in the models. */
  readonly modelMs: number;
}

/** Model for series that are too short to judge models on. */
const UNJUDGED = 'Theta';
/** Seasons that a series cut to its newest values must still contain. */
const FEWEST_PERIODS = 3;

interface Judged extends Candidate {
  readonly of: Model;
  readonly rolled: readonly RolledForecast[];
  readonly errors: readonly number[];
}

/** Shared context of the steps of a choice. */
interface Choosing {
  readonly input: SeriesInput;
  readonly request: RouteRequest;
  readonly tools: RouteTools;
  readonly spending: Spending;
  readonly skipped: Skipped[];
}

const round = (ms: number) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));

/** The requested models, or the default candidates that the catalogue has. */
function candidatesOf({ catalogue }: RouteTools, { candidates, priority }: RouteRequest): readonly Model[] {
  const known = new Set(catalogue.listModels().map(({ name }) => name));
  const usual = priority === 'research' ? [...CANDIDATES, ...RESEARCHED] : CANDIDATES;
  const names = candidates ?? usual.filter((name) => known.has(name));
  return [...new Set(names.map((name) => catalogue.createModel(name)))];
}

const noneLeft = (skipped: readonly Skipped[]) => routeEmpty({ refusals: skipped.map(({ model, why }) => `${model}: ${why}`) });

/** Number of newest values that a final fit may use within the work of a priority; null if they are too few for the model. */
export function fittedLength(model: Model, { values, period = 1 }: SeriesInput, fitting: number): number | null {
  const most = valuesWithin(model, fitting);
  if (values.length <= most) return values.length;
  return most >= Math.max(FEWEST_PERIODS * period, model.capabilities.minLength(period)) ? most : null;
}

/** Models that accept the series within the work of the priority: the yardstick first, then by work, so that more are judged. */
function affordable({ input, request, tools, skipped }: Choosing): readonly Model[] {
  const { fitting } = PRIORITIES[request.priority];
  const { length } = input.values;
  const found: Model[] = [];
  for (const model of candidatesOf(tools, request)) {
    const refusal = model.refusal(input);
    if (refusal) skipped.push({ model: model.name, why: refusal.message });
    else if (fittedLength(model, input, fitting) === null) {
      const why = `a fit to ${length} values takes ${round(workOf(model, length))} ms of work, over the ${fitting} ms of ${request.priority}`;
      skipped.push({ model: model.name, why });
    } else found.push(model);
  }
  if (found.length === 0) throw noneLeft(skipped);
  const rank = (model: Model) => (model.name === YARDSTICK ? -1 : workOf(model, length));
  return found.toSorted((a, b) => rank(a) - rank(b));
}

function unjudged(models: readonly Model[], skipped: readonly Skipped[]): Choice {
  const first = models.find(({ name }) => name === UNJUDGED) ?? models[0]!;
  const others = models.filter((one) => one !== first);
  return {
    model: first,
    rolled: null,
    reasons: [`The series is too short to judge models on; ${first.name} needs little history.`],
    judged: [],
    skipped: [...skipped, ...others.map(({ name }) => ({ model: name, why: 'not judged: the series is too short' }))],
    modelMs: 0,
  };
}

/** Judges models while the work lasts; the yardstick is always judged. */
async function judgeAll({ request, tools, spending, skipped }: Choosing, models: readonly Model[], bench: Bench) {
  const { judging } = PRIORITIES[request.priority];
  const { length } = bench.input.values;
  const rolled = new Map<string, readonly RolledForecast[]>();
  const judged: Judged[] = [];
  const { clock } = spending.deadline;
  let left: number = judging;
  let modelMs = 0;
  let yardstick: number | null = null;
  // Without the yardstick there may be no answer at all.
  const endless: Spending = { ...spending, deadline: createDeadline(() => 0, Infinity) };
  for (const model of models) {
    const { name } = model;
    const parts = partsOf(model, tools, rolled);
    const work = parts.reduce((sum, part) => sum + workOf(part, length), 0) * bench.origins.length;
    if (name !== YARDSTICK && work > left) {
      const why = `not judged: its ${round(work)} ms of work don’t fit in the ${round(Math.max(0, left))} left of the ${judging} for judging`;
      skipped.push({ model: name, why });
      continue;
    }
    left -= work;
    const before = clock();
    const verdict = await judgeParts(model, { bench, spending: name === YARDSTICK ? endless : spending, tools, rolled });
    modelMs += clock() - before;
    if (verdict.kind !== 'judged') {
      skipped.push({ model: name, why: verdict.kind === 'late' ? 'the clock ended judging' : verdict.why });
      continue;
    }
    rolled.set(name, verdict.rolled);
    const errors = errorsOf(verdict.rolled);
    const error = mean(errors);
    if (name === YARDSTICK) yardstick = error;
    judged.push({
      model: name,
      of: model,
      rolled: verdict.rolled,
      errors,
      error,
      skill: yardstick !== null && yardstick > 0 ? error / yardstick : null,
    });
  }
  if (judged.length === 0) throw noneLeft(skipped);
  return { judged, modelMs };
}

/** Models that learn from rows need this many values, and an error below Naive2's. */
const LEARNING = { names: ['GradientBoosting'], values: 200, rival: 'Naive2' } as const;

/** Judged models that may be chosen: a model that learns only on enough values, and if it beats Naive2. */
function eligible(judged: readonly Judged[], length: number): readonly Judged[] {
  const rival = judged.find(({ model }) => model === LEARNING.rival);
  const learns = ({ model }: Judged) => (LEARNING.names as readonly string[]).includes(model);
  const kept = judged.filter((one) => !learns(one) || (length >= LEARNING.values && !(rival && one.error >= rival.error)));
  return kept.length > 0 ? kept : judged;
}

interface Pick {
  readonly best: Judged;
  /** The model that is chosen unless another is clearly better. */
  readonly usual: Judged;
  readonly next: Judged | undefined;
}

/**
 * The first judged model of `PREFERRED`, unless another was clearly better than it at the origins: few origins say little, and the best of
 * many candidates is often best by chance.
 */
function bestOf(judged: readonly Judged[]): Pick {
  const byError = judged.toSorted((a, b) => a.error - b.error);
  const usual =
    PREFERRED.map((name) => judged.find(({ model }) => model === name)).find((one) => one !== undefined) ?? byError[0]!;
  const best = byError.find((one) => isClearlyBetter(one.errors, usual.errors)) ?? usual;
  return { best, usual, next: byError.find((one) => one !== best) };
}

function reasonsFor(
  { best, usual, next }: Pick,
  judged: number,
  bench: Bench,
  priority: RouteRequest['priority'],
): readonly string[] {
  const { judging } = PRIORITIES[priority];
  const why =
    best === usual
      ? `Chosen by its record on M1, because no other of ${judged} models judged was clearly better`
      : `Its mean absolute error was clearly below that of ${usual.model}, the usual choice, among ${judged} models judged`;
  const after = next === undefined ? '' : `; next ${next.model}, ${next.error.toPrecision(4)}`;
  return [
    `${why}. Mean absolute error: ${best.error.toPrecision(4)} at the last ${counted(bench.origins.length, 'origin')}, ${counted(bench.horizon, 'step')} ahead${after}.`,
    `${priority} ${judging === Infinity ? 'sets no limit for judging' : `allows ${judging} ms of work for judging, counted and not timed`}.`,
  ];
}

/**
 * Chooses a model by its record and its errors at past origins within the priority's work, with reasons. `bench` is null if the series is too short
 * to judge models on. Throws TF_FORECAST_MODEL_UNKNOWN, or TF_FORECAST_ROUTE_EMPTY if no model is left.
 */
export async function choose(
  input: SeriesInput,
  request: RouteRequest,
  tools: RouteTools,
  { bench, spending }: { readonly bench: Bench | null; readonly spending: Spending },
): Promise<Choice> {
  const choosing: Choosing = { input, request, tools, spending, skipped: [] };
  const models = affordable(choosing);
  if (bench === null) return unjudged(models, choosing.skipped);
  const { judged, modelMs } = await judgeAll(choosing, models, bench);
  const pick = bestOf(eligible(judged, input.values.length));
  return {
    model: pick.best.of,
    rolled: pick.best.rolled,
    reasons: reasonsFor(pick, judged.length, bench, request.priority),
    judged: judged.map(({ model, error, skill }) => ({ model, error, skill })),
    skipped: choosing.skipped,
    modelMs,
  };
}
