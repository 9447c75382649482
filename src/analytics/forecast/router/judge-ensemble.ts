import { medianPath } from '../ensemble/combine.ts';
import { DEFAULT_MEMBERS } from '../ensemble/models.ts';
import type { RolledForecast } from '../evaluate/rolling.ts';
import type { Model } from '../model.ts';
import { judge, type Bench, type Spending, type Verdict } from './judge.ts';
import type { RouteTools } from './request.ts';

/** The model that is the median of others, so that their forecasts at the origins give its own. */
const ENSEMBLE = 'Ensemble';

type Rolled = ReadonlyMap<string, readonly RolledForecast[]>;

/** Models that must be fitted to judge `model`: itself, or the ensemble's members that were not judged yet. */
export function partsOf(model: Model, { catalogue }: RouteTools, rolled: Rolled): readonly Model[] {
  if (model.name !== ENSEMBLE) return [model];
  return DEFAULT_MEMBERS.filter((name) => !rolled.has(name)).map((name) => catalogue.createModel(name));
}

/** Judges a model from its parts. Members of the ensemble that refuse are left out, as in its fit. */
export async function judgeParts(
  model: Model,
  { bench, spending, tools, rolled }: { bench: Bench; spending: Spending; tools: RouteTools; rolled: Rolled },
): Promise<Verdict> {
  if (model.name !== ENSEMBLE) return judge(model, bench, spending);
  const paths: (readonly RolledForecast[])[] = [];
  let refusal: Verdict | null = null;
  for (const name of DEFAULT_MEMBERS) {
    const known = rolled.get(name);
    const verdict: Verdict = known
      ? { kind: 'judged', rolled: known }
      : await judge(tools.catalogue.createModel(name), bench, spending);
    if (verdict.kind === 'late') return verdict;
    if (verdict.kind === 'judged') paths.push(verdict.rolled);
    else refusal = verdict;
  }
  if (paths.length === 0) return refusal!;
  const combined = paths[0]!.map((one, o) => ({ ...one, mean: medianPath(paths.map((path) => path[o]!.mean)) }));
  return { kind: 'judged', rolled: combined };
}
