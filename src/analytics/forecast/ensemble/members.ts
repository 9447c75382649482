import { CodedError } from '../../../core/coded-error.ts';
import { refusalOf } from '../check-series.ts';
import { ensembleEmpty, fitDiverged } from '../errors.ts';
import type { Fit, Fitter, ModelDefinition, Run, Series } from '../model.ts';

/** A member of an ensemble, with its options parsed. */
export interface Member {
  readonly definition: ModelDefinition;
  readonly fitter: Fitter;
}

export interface Fitted {
  readonly name: string;
  readonly fit: Fit;
}

export const asMember = (definition: ModelDefinition): Member => ({ definition, fitter: definition.prepare({}) });

/** Fits one member; a coded refusal is returned, any other error thrown. */
async function fitMember({ definition, fitter }: Member, series: Series, run: Run): Promise<Fitted | CodedError> {
  const { name, capabilities } = definition;
  const refusal = refusalOf(name, capabilities, series);
  if (refusal) return refusal;
  try {
    const fit = await fitter(series, run);
    // A forecast of one step shows whether a member diverged.
    return fit.predict(1, []).mean.every(Number.isFinite) ? { name, fit } : fitDiverged({ model: name });
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

/** Fits the members one after another. Members that refuse are left out and named in the notes. Throws if all refuse. */
export async function fitMembers(
  ensemble: string,
  members: readonly Member[],
  series: Series,
  run: Run,
): Promise<{ readonly fits: readonly Fitted[]; readonly notes: readonly string[] }> {
  const results: (Fitted | CodedError)[] = [];
  for (const member of members) results.push(await fitMember(member, series, run));
  const fits = results.filter((result): result is Fitted => !(result instanceof CodedError));
  const refusals = results.filter((result): result is CodedError => result instanceof CodedError).map(({ message }) => message);
  if (fits.length === 0) throw ensembleEmpty({ model: ensemble, refusals });
  return { fits, notes: refusals.map((message) => `A member was left out: ${message}`) };
}
