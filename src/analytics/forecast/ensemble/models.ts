import type { Bounds, Capabilities, Fit, Fitter, ModelDefinition, ModelOptions, Prediction } from '../model.ts';
import { plainName } from '../names.ts';
import { optionReader } from '../options.ts';
import { medianPath, weightedPath } from './combine.ts';
import { asMember, fitMembers } from './members.ts';
import type { Fitted, Member } from './members.ts';
import { stackedWeights } from './simplex.ts';
import { rollMembers, rollingErrors } from './skill.ts';

/** Members of every ensemble by default. */
const MEMBERS = ['AutoETS', 'AutoARIMA', 'Theta'];

const capabilities: Capabilities = {
  minLength: () => 4,
  season: 'used',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'refused',
  intervals: 'given',
  cost: 'moderate',
};

/**
 * Members of the default ensemble, which takes their median. Chosen from 36 means and medians of two to five models, by the lowest
 * OWA against Naive2 on the 1,001 series of M1, before any ensemble was scored on M3. See docs/forecasting.md.
 */
export const DEFAULT_MEMBERS = ['AutoETS', 'AutoARIMA', 'FourTheta', 'OTM'];

type Combine = (paths: readonly Float64Array[]) => Float64Array;

/** Bounds are combined as the paths are, quantile by quantile (Lichtendahl, Grushka-Cockayne & Winkler 2013). */
function combined(predictions: readonly Prediction[], combine: Combine): Prediction {
  const mean = combine(predictions.map((prediction) => prediction.mean));
  const all = predictions.map(({ bounds }) => bounds).filter((bounds) => bounds !== undefined);
  if (all.length < predictions.length) return { mean };
  const bounds = (level: number): Bounds => {
    const pairs = all.map((boundsOf) => boundsOf(level));
    return { lower: combine(pairs.map(({ lower }) => lower)), upper: combine(pairs.map(({ upper }) => upper)) };
  };
  return { mean, bounds };
}

function ensembleFit(fits: readonly Fitted[], notes: readonly string[], combine: Combine, params: Fit['params']): Fit {
  return {
    params: { members: fits.map(({ name }) => name).join(', '), ...params },
    ...(notes.length > 0 ? { notes } : {}),
    predict: (horizon, future) =>
      combined(
        fits.map(({ fit }) => fit.predict(horizon, future)),
        combine,
      ),
  };
}

/** Combines the paths of members with a weight above 0. */
function weightedFit(fits: readonly Fitted[], notes: readonly string[], weights: readonly number[]): Fit {
  const shares = weights.filter((weight) => weight > 0);
  const kept = fits.filter((_, i) => weights[i]! > 0);
  return ensembleFit(kept, notes, (paths) => weightedPath(paths, shares), { weights: shares });
}

/** Reorders values from the order of `members` to that of `fits`. */
const inOrderOf = <T>(fits: readonly Fitted[], members: readonly Member[], known: readonly (T | null)[]): readonly (T | null)[] =>
  fits.map((fit) => known[members.findIndex(({ definition }) => definition.name === fit.name)] ?? null);

type Weigh = (errors: readonly (number | null)[]) => readonly number[];

/** Weights by the inverse of the rolling error. Equal if a member couldn't be judged or made no error. */
const byInverseError: Weigh = (errors) =>
  errors.every((error) => error !== null && error > 0) ? errors.map((error) => 1 / error!) : errors.map(() => 1);

/** Full weight on the member with the smallest rolling error (the first in a tie), or on the first member if none could be judged. */
const onBest: Weigh = (errors) => {
  const known = errors.map((error) => error ?? Infinity);
  const best = known.indexOf(Math.min(...known));
  return errors.map((_, i) => Number(i === best));
};

/** Default ridge of stacking: 1 as published, in units of the members' mean squared error. */
const RIDGE = 1;
const LARGEST_RIDGE = 1e6;

function readMembers(name: string, options: ModelOptions, base: readonly ModelDefinition[]): readonly Member[] {
  const fixed = name === 'Ensemble';
  const { strings, refuse } = optionReader(name, options, fixed ? [] : name === 'Stacking' ? ['members', 'ridge'] : ['members']);
  const wanted = fixed ? DEFAULT_MEMBERS : (strings('members') ?? MEMBERS);
  if (wanted.length === 0) throw refuse('members must name at least one model');
  return wanted.map((member) => {
    const found = base.find((known) => [known.name, ...known.aliases].some((other) => plainName(other) === plainName(member)));
    if (found === undefined) throw refuse(`there is no model ${member}`);
    return asMember(found);
  });
}

/** The ensembles over the given models. */
export function ensembleModels(base: readonly ModelDefinition[]): readonly ModelDefinition[] {
  const simple =
    (name: string, combine: Combine) =>
    (options: ModelOptions): Fitter => {
      const members = readMembers(name, options, base);
      return async (series, run) => {
        const { fits, notes } = await fitMembers(name, members, series, run);
        return ensembleFit(fits, notes, combine, {});
      };
    };
  const judged =
    (name: string, weigh: Weigh) =>
    (options: ModelOptions): Fitter => {
      const members = readMembers(name, options, base);
      return async (series, run) => {
        const errors = await rollingErrors(members, series, run);
        const { fits, notes } = await fitMembers(name, members, series, run);
        return weightedFit(fits, notes, weigh(inOrderOf(fits, members, errors)));
      };
    };
  const stacked = (options: ModelOptions): Fitter => {
    const name = 'Stacking';
    const members = readMembers(name, options, base);
    const ridge = optionReader(name, options, ['members', 'ridge']).number('ridge', { min: 0, max: LARGEST_RIDGE }) ?? RIDGE;
    return async (series, run) => {
      const rolled = await rollMembers(members, series, run);
      const { fits, notes } = await fitMembers(name, members, series, run);
      const own = inOrderOf(fits, members, rolled);
      const known = own.filter((one) => one !== null);
      const whole = known.length === own.length;
      const weights = whole
        ? stackedWeights(
            known.map(({ actual, mean: path }) => actual.map((value, t) => value - path[t]!)),
            ridge,
          )
        : own.map(() => 1 / own.length);
      const stated = whole
        ? notes
        : [...notes, 'A member could not be judged on rolling origins, so all members have equal weight.'];
      return weightedFit(fits, stated, weights);
    };
  };
  const mean: Combine = (paths) =>
    weightedPath(
      paths,
      paths.map(() => 1),
    );
  const members = `option \`members\`, ${MEMBERS.join(', ')} by default`;
  return [
    {
      name: 'Ensemble',
      aliases: ['default', 'auto-ensemble'],
      summary: `The median of ${DEFAULT_MEMBERS.join(', ')}: fixed on the M1 competition, never tuned on another.`,
      capabilities,
      prepare: simple('Ensemble', medianPath),
    },
    {
      name: 'EnsembleMean',
      aliases: ['ensemble-average'],
      summary: `The mean of its members (${members}).`,
      capabilities,
      prepare: simple('EnsembleMean', mean),
    },
    {
      name: 'EnsembleMedian',
      aliases: [],
      summary: `The median of its members (${members}).`,
      capabilities,
      prepare: simple('EnsembleMedian', medianPath),
    },
    {
      name: 'EnsembleWeighted',
      aliases: [],
      summary: `The mean of its members, weighted by the inverse of their error at the last rolling origins (${members}).`,
      capabilities,
      prepare: judged('EnsembleWeighted', byInverseError),
    },
    {
      name: 'EnsembleBest',
      aliases: [],
      summary: `The member with the smallest error over the last rolling origins (${members}).`,
      capabilities,
      prepare: judged('EnsembleBest', onBest),
    },
    {
      name: 'Stacking',
      aliases: ['EnsembleStacking'],
      summary: `The mean of its members with positive ridge weights, fitted to forecasts at the last rolling origins (option \`ridge\`, 1 by default; ${members}).`,
      capabilities,
      prepare: stacked,
    },
  ];
}
