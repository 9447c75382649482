import { clockTime, counted } from '../../core/index.ts';
import type { Watch } from '../../services/market/answers.ts';

type Row = Watch['detectors'][number];

const spanText = ({ from, to }: Row, asOf: string): string | null =>
  from === undefined || to === undefined ? null : `${clockTime(from, asOf)} to ${to === asOf ? 'now' : clockTime(to, asOf)}`;

const scoreText = ({ type, score, no_score: reason = 'unknown' }: Row): string =>
  `${type} ${score === undefined ? `no score (${reason})` : `score ${score.toFixed(2)}`}`;

/** The detectors of a market: since when each watches, said once if it is the same for all, and its score. */
function rowsText(rows: readonly Row[], asOf: string): string {
  const spans = new Set(rows.map((row) => spanText(row, asOf)));
  const [same] = spans;
  if (spans.size === 1 && same !== null) return `Watched ${same}: ${rows.map(scoreText).join('; ')}.`;
  const said = rows.map((row) => {
    const span = spanText(row, asOf);
    return span === null ? `${row.type} never (${row.no_score ?? 'unknown'})` : `${scoreText(row)}, ${span}`;
  });
  return `Watched: ${said.join('; ')}.`;
}

/** The newest hole of a market, and how many there are; empty without one. */
function holeText({ holes, holes_left_out }: Watch, asOf: string): string {
  const [newest] = holes;
  if (newest === undefined) return '';
  const number = holes.length + holes_left_out;
  const { from, to, types } = newest;
  const when = `${clockTime(from, asOf)} to ${clockTime(to, asOf)}${types === undefined ? '' : ` (${types.join(', ')})`}`;
  return number === 1 ? ` Not watching ${when}.` : ` Not watching ${counted(number, 'time')}, last ${when}.`;
}

/** Of several markets, in how many each detector watches now. */
function manyText(watched: readonly Watch[], asOf: string): string {
  const byType = Map.groupBy(
    watched.flatMap(({ detectors }) => detectors),
    ({ type }) => type,
  );
  return Array.from(
    byType,
    ([type, rows]) => `${type} in ${rows.filter(({ to }) => to === asOf).length} of ${counted(rows.length, 'market')} now`,
  ).join('; ');
}

/** Whether the score of an iceberg reaches the threshold, so that its other condition may decide. */
const isScored = ({ detectors }: Watch, threshold: number): boolean =>
  detectors.some(({ type, score }) => type === 'iceberg' && score !== undefined && score >= threshold);

/** When each detector watched, in a few words; over several markets, in how many of them it watches now. Empty without a market. */
export function watchText(watched: readonly Watch[], asOf: string, threshold: number | undefined): string[] {
  const [only] = watched;
  if (only === undefined) return [];
  const single = watched.length === 1;
  const said = single ? rowsText(only.detectors, asOf) : `Watched: ${manyText(watched, asOf)}.`;
  if (threshold === undefined) return [`${said}${single ? holeText(only, asOf) : ''}`];
  const rare = isScored(only, threshold) && single ? '; an iceberg only if chance shows it less than once in 100 hours' : '';
  return [`${said}${single ? holeText(only, asOf) : ''} Reported from a score of ${threshold}${rare}.`];
}
