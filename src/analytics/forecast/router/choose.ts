import { routeEmpty } from '../errors.ts';
import { mean } from '../math/moments.ts';
import type { Model, SeriesInput } from '../model.ts';
import { judge, withinOneError, type Bench } from './judge.ts';
import { createLatencyBook, expectedLatency, noteLatency, type Expected } from './latency.ts';
import { CANDIDATES, PREFERRED, PRIORITIES } from './priorities.ts';
import { YARDSTICK, type Candidate, type RouteRequest, type RouteTools, type Skipped } from './request.ts';

export interface Choice {
  readonly model: Model;
  readonly reasons: readonly string[];
  readonly judged: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  readonly modelMs: number;
}

/** Model for series that are too short to judge models on. */
const UNJUDGED = 'Theta';

interface Affordable extends Expected {
  readonly model: Model;
}

interface Judged extends Candidate {
  readonly of: Model;
  readonly errors: readonly number[];
}

/** Shared context of the steps of a choice. */
interface Choosing {
  readonly input: SeriesInput;
  readonly request: RouteRequest;
  readonly tools: Required<RouteTools>;
  readonly skipped: Skipped[];
}

const round = (ms: number) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));

/** The requested models, or the default candidates that the catalogue has. */
function candidatesOf({ catalogue }: RouteTools, wanted: readonly string[] | undefined): readonly Model[] {
  const known = new Set(catalogue.listModels().map(({ name }) => name));
  const names = wanted ?? CANDIDATES.filter((name) => known.has(name));
  return [...new Set(names.map((name) => catalogue.createModel(name)))];
}

const noneLeft = (skipped: readonly Skipped[]) => routeEmpty({ refusals: skipped.map(({ model, why }) => `${model}: ${why}`) });

/** Models that accept the series within the limit: the yardstick first, then by cost, so that more are judged in the time. */
function affordable({ input, request, tools: { catalogue, latencies, clock }, skipped }: Choosing): readonly Affordable[] {
  const { limitMs } = PRIORITIES[request.priority];
  const length = input.values.length;
  const found: Affordable[] = [];
  for (const model of candidatesOf({ catalogue, clock }, request.candidates)) {
    const refusal = model.refusal(input);
    const expected = expectedLatency(latencies, model.name, model.capabilities.cost, length);
    if (refusal) skipped.push({ model: model.name, why: refusal.message });
    else if (expected.ms > limitMs) {
      skipped.push({
        model: model.name,
        why: `${round(expected.ms)} ms ${expected.from} for ${length} values, over the ${limitMs} ms of ${request.priority}`,
      });
    } else found.push({ model, ...expected });
  }
  if (found.length === 0) throw noneLeft(skipped);
  return found.toSorted((a, b) => Number(b.model.name === YARDSTICK) - Number(a.model.name === YARDSTICK) || a.ms - b.ms);
}

function unjudged(models: readonly Affordable[], skipped: readonly Skipped[]): Choice {
  const first = models.find(({ model }) => model.name === UNJUDGED) ?? models[0]!;
  const others = models.filter((one) => one !== first);
  return {
    model: first.model,
    reasons: [`The series is too short to judge models on; ${first.model.name} needs little history.`],
    judged: [],
    skipped: [...skipped, ...others.map(({ model }) => ({ model: model.name, why: 'not judged: the series is too short' }))],
    modelMs: 0,
  };
}

/** Judges models within the time; the yardstick is always judged. */
async function judgeAll(choosing: Choosing, models: readonly Affordable[], bench: Bench, until: number) {
  const { request, tools, skipped } = choosing;
  const { clock, latencies } = tools;
  const { limitMs, judgingMs } = PRIORITIES[request.priority];
  const length = choosing.input.values.length;
  const judgedLength = bench.input.values.length;
  const judged: Judged[] = [];
  let modelMs = 0;
  let yardstick: number | null = null;
  for (const { model } of models) {
    const { name, capabilities } = model;
    const skip = (why: string) => skipped.push({ model: name, why });
    const before = clock();
    const expected = expectedLatency(latencies, name, capabilities.cost, judgedLength);
    // An unmeasured model is tried once; `judge` stops it if it is slow.
    const fits = expected.from === 'measured' ? bench.origins.length : 1;
    if (name !== YARDSTICK && before + expected.ms * fits > until) {
      skip(
        `not judged: ${fits} fit(s) of ${round(expected.ms)} ms (${expected.from}) don’t fit in the ${round(Math.max(0, until - before))} ms left of the ${judgingMs} ms for judging`,
      );
      continue;
    }
    const spending = { clock, until: name === YARDSTICK ? Infinity : until, seed: request.seed ?? 0 };
    const verdict = await judge(model, bench, spending);
    modelMs += clock() - before;
    if (verdict.ms !== null) noteLatency(latencies, name, judgedLength, verdict.ms);
    if (verdict.kind === 'skipped') {
      skip(verdict.why);
      continue;
    }
    const error = mean(verdict.errors);
    if (name === YARDSTICK) yardstick = error;
    const full = expectedLatency(latencies, name, capabilities.cost, length);
    if (full.ms > limitMs) {
      skip(`${round(full.ms)} ms measured for ${length} values, over the ${limitMs} ms of ${request.priority}`);
      continue;
    }
    const skill = yardstick !== null && yardstick > 0 ? error / yardstick : null;
    judged.push({ model: name, of: model, errors: verdict.errors, error, skill, ms: verdict.ms });
  }
  if (judged.length === 0) throw noneLeft(skipped);
  return { judged, modelMs };
}

/** Of the models that the origins can't distinguish from the least error, the one with the best record on M1. */
function bestOf(judged: readonly Judged[]): { readonly best: Judged; readonly least: Judged; readonly next: Judged | undefined } {
  const least = judged.reduce((low, one) => (one.error < low.error ? one : low));
  const equals = judged.filter((one) => withinOneError(one.errors, least.errors));
  const rank = ({ model }: Candidate) => (PREFERRED.includes(model) ? PREFERRED.indexOf(model) : PREFERRED.length);
  const best = equals.toSorted((a, b) => rank(a) - rank(b) || a.error - b.error)[0]!;
  return { best, least, next: judged.filter((one) => one !== best).toSorted((a, b) => a.error - b.error)[0] };
}

function reasonsFor(judged: readonly Judged[], bench: Bench, priority: RouteRequest['priority']): readonly string[] {
  const { best, least, next } = bestOf(judged);
  const { limitMs } = PRIORITIES[priority];
  const why =
    best === least
      ? 'Least mean absolute error'
      : `Mean absolute error within one standard error of the least (${least.model}), and a better record on M1`;
  const after = next === undefined ? '' : `; next ${next.model}, ${next.error.toPrecision(4)}`;
  return [
    `${why}, ${best.error.toPrecision(4)}, at the last ${bench.origins.length} origins, ${bench.horizon} step(s) ahead, of ${judged.length} models judged${after}.`,
    `A fit and a forecast took ${round(best.ms)} ms on ${bench.input.values.length} values; ${priority} ${limitMs === Infinity ? 'sets no limit' : `allows ${limitMs} ms`}.`,
  ];
}

/**
 * Chooses the model that did best at past origins within the priority's time limit, with reasons. `bench` is null if the series is too
 * short to judge models on. Throws TF_FORECAST_MODEL_UNKNOWN, or TF_FORECAST_ROUTE_EMPTY if no model is left.
 */
export async function choose(
  input: SeriesInput,
  request: RouteRequest,
  { catalogue, clock, latencies = createLatencyBook() }: RouteTools,
  bench: Bench | null,
): Promise<Choice> {
  const until = clock() + PRIORITIES[request.priority].judgingMs;
  const choosing: Choosing = { input, request, tools: { catalogue, clock, latencies }, skipped: [] };
  const models = affordable(choosing);
  if (bench === null) return unjudged(models, choosing.skipped);
  const { judged, modelMs } = await judgeAll(choosing, models, bench, until);
  return {
    model: bestOf(judged).best.of,
    reasons: reasonsFor(judged, bench, request.priority),
    judged: judged.map(({ model, error, skill, ms }) => ({ model, error, skill, ms })),
    skipped: choosing.skipped,
    modelMs,
  };
}
