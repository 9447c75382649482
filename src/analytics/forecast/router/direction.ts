import { dieboldMariano } from '../evaluate/diebold-mariano.ts';
import { expandingWindows } from '../evaluate/origins.ts';
import type { Model, SeriesInput } from '../model.ts';
import { errorsOf, judge, JUDGING_ORIGINS, newest } from './judge.ts';
import type { Spending } from './judge.ts';
import { workOf } from './work.ts';

/** Largest p at which a direction is stated. */
export const DIRECTION_P = 0.05;
/** Number of origins that test a direction; Diebold–Mariano needs at least 8. */
const ORIGINS = 16;
const FEWEST = 8;
const NEWEST_VALUES = 1_200;

export interface Direction {
  /** Direction from the last value to the path's end; null if none is stated. */
  readonly claim: 'up' | 'down' | null;
  /** Diebold–Mariano p against repeating the last value; null if it couldn't be computed. */
  readonly p: number | null;
  readonly origins: number;
  readonly why: string;
}

const refused = (why: string, origins = 0, p: number | null = null): Direction => ({ claim: null, p, origins, why });

/**
 * Whether a direction may be stated: only if the model beat repeating the last value, by Diebold–Mariano with p < 0.05. This is tested at
 * rolling origins before the origins that chose the model, because the same values can't both choose and validate a model.
 */
export async function directionOf(
  { model, naive, input, path }: { model: Model; naive: Model; input: SeriesInput; path: Float64Array },
  { work, spending }: { readonly work: number; readonly spending: Spending },
): Promise<Direction> {
  const horizon = path.length;
  const judged = Math.min(horizon, Math.max(1, Math.floor(Math.min(input.values.length, NEWEST_VALUES) / 8)));
  // The origins that chose the model lie after the end of this part.
  const before = newest(input, NEWEST_VALUES);
  const length = before.values.length - JUDGING_ORIGINS * judged;
  const room =
    length -
    judged -
    Math.max(2 * (input.period ?? 1) + 2, Math.floor(length / 3), model.capabilities.minLength(input.period ?? 1));
  const step = Math.min(judged, Math.floor(room / (ORIGINS - 1)));
  if (step < 1) return refused('The series is too short to test a direction.');
  const part = oldest(before, length);
  const train = length - judged - (ORIGINS - 1) * step;
  const overlap = Math.ceil(judged / step);
  const fewest = Math.max(FEWEST, 2 * overlap);
  const count = Math.min(ORIGINS, Math.floor(work / workOf(model, length)));
  if (count < fewest) return refused(`Testing a direction needs ${fewest} fits, more than the work of this priority.`);
  const origins = expandingWindows({ length, train, horizon: judged, step }).slice(-count);
  const mine = await judge(model, { input: part, origins, horizon: judged }, spending);
  if (mine.kind === 'late') return refused('The clock ended the test of a direction.');
  if (mine.kind === 'skipped') return refused(`The model refused an origin of the test: ${mine.why}`);
  const last = await judge(naive, { input: { values: part.values }, origins, horizon: judged }, spending);
  if (last.kind !== 'judged') return refused('The clock ended the test of a direction.');
  const own = errorsOf(mine.rolled);
  const theirs = errorsOf(last.rolled);
  const test = dieboldMariano(own, theirs, { kind: 'truncated', horizon: overlap });
  const p = test?.p ?? null;
  if (test === null || p === null || test.statistic >= 0 || p >= DIRECTION_P) {
    const why = p === null ? 'the test can’t separate them' : `p = ${p.toFixed(3)}`;
    return refused(
      `At ${own.length} earlier origins it did not surely beat repeating the last value (${why}; ${DIRECTION_P} is required).`,
      own.length,
      p,
    );
  }
  const now = input.values[input.values.length - 1]!;
  const end = path[path.length - 1]!;
  if (end === now) return refused('The path ends at the last value.', own.length, p);
  return {
    claim: end > now ? 'up' : 'down',
    p,
    origins: own.length,
    why: `At ${own.length} earlier origins it beat repeating the last value, Diebold–Mariano p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}.`,
  };
}

/** The oldest part of a series, with its covariates. The start time stays the same. */
function oldest(input: SeriesInput, length: number): SeriesInput {
  const { values, covariates } = input;
  const head = { ...input, values: values.slice(0, length) };
  return covariates === undefined ? head : { ...head, covariates: covariates.map((column) => column.slice(0, length)) };
}
