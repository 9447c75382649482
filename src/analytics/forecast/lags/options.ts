import type { optionReader } from '../options.ts';
import type { LayoutOptions } from './layout.ts';

const LONGEST_LAG = 100_000;

/** Names of the options common to all models on lags. */
export const LAG_OPTIONS = ['lags', 'difference'] as const;

/** Text about these options for the summaries of models on lags. */
export const LAG_SUMMARY = 'Options `lags` (steps back) and `difference` (0 for none) choose the rows.';

export function readLagOptions({ numbers, number, refuse }: ReturnType<typeof optionReader>): LayoutOptions {
  const lags = numbers('lags', { min: 1, max: LONGEST_LAG, whole: 'whole' });
  if (lags?.length === 0) throw refuse('lags must name at least one');
  const difference = number('difference', { min: 0, max: LONGEST_LAG, whole: 'whole' });
  return { ...(lags === undefined ? {} : { lags }), ...(difference === undefined ? {} : { difference }) };
}
