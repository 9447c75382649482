import { checkedOption } from '../stats/check.ts';
import { seriesOptionInvalid } from '../errors.ts';
import { flagAbove, type Anomalies } from './types.ts';

/**
 * Vote of several detectors on one series: a value is flagged if at least `votes` detectors flag it (default 2). Its score is the
 * share of flags among the detectors that could judge it. `voters` lists the detectors behind each flag.
 */
export function ensembleByVote(
  opinions: readonly Anomalies[],
  { votes = 2 }: { readonly votes?: number } = {},
): Anomalies & { readonly voters: ReadonlyMap<number, readonly string[]> } {
  checkedOption('The ensemble', 'votes', votes, { min: 1, max: Math.max(1, opinions.length), whole: true });
  const n = opinions[0]?.scores.length ?? 0;
  if (opinions.some(({ scores }) => scores.length !== n)) {
    throw seriesOptionInvalid({
      what: 'The ensemble',
      option: 'opinions',
      problem: 'they belong to series of different lengths',
    });
  }
  const voters = new Map<number, string[]>();
  for (const { method, flagged } of opinions) for (const i of flagged) voters.set(i, [...(voters.get(i) ?? []), method]);
  const scores = Float64Array.from(
    { length: n },
    (_, i) => (voters.get(i)?.length ?? 0) / opinions.filter(({ judgedFrom }) => judgedFrom <= i).length || 0,
  );
  const sight = opinions.every((one) => one.sight === 'past') ? 'past' : 'whole';
  const judgedFrom = opinions.reduce((first, one) => Math.min(first, one.judgedFrom), n);
  const flagged = [...voters].filter(([, names]) => names.length >= votes).map(([i]) => i);
  return {
    ...flagAbove('ensemble', scores, (votes - 0.5) / Math.max(1, opinions.length), { judgedFrom, sight }),
    flagged: flagged.sort((a, b) => a - b),
    voters,
  };
}
