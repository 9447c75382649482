/**
 * An exponential smoothing model: error, trend and season in the notation of Hyndman, Koehler, Ord & Snyder 2008.
 * A is additive, M multiplicative, N none, Ad a damped trend.
 */
export interface Structure {
  readonly error: 'A' | 'M';
  readonly trend: 'N' | 'A' | 'Ad';
  readonly season: 'N' | 'A' | 'M';
}

export const structureName = ({ error, trend, season }: Structure): string => `ETS(${error},${trend},${season})`;

const ERRORS = ['A', 'M'] as const;
const TRENDS = ['N', 'A', 'Ad'] as const;
const SEASONS = ['N', 'A', 'M'] as const;

/** The 15 admissible structures. Additive errors with a multiplicative season are excluded, because their variance is unbounded. */
export const ADMISSIBLE: readonly Structure[] = ERRORS.flatMap((error) =>
  TRENDS.flatMap((trend) => SEASONS.map((season) => ({ error, trend, season }))),
).filter(({ error, season }) => !(error === 'A' && season === 'M'));

/** Reads `AAN`, `MAdM`, `ETS(A,Ad,A)`; null for anything that is not a structure with additive or no trend. */
export function readStructure(text: string): Structure | null {
  const match = /^(?:ets)?\(?([AM]),?(N|A|Ad),?([NAM])\)?$/i.exec(text.replaceAll(' ', ''));
  if (!match) return null;
  const same = <T extends string>(choices: readonly T[], given: string | undefined) =>
    choices.find((choice) => choice.toLowerCase() === given?.toLowerCase());
  const [error, trend, season] = [same(ERRORS, match[1]), same(TRENDS, match[2]), same(SEASONS, match[3])];
  return error && trend && season ? { error, trend, season } : null;
}
