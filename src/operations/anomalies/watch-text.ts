import { clockTime } from '../../core/index.ts';
import type { Watch } from '../../services/market/answers.ts';

function oneText({ type, from, to, holes, holes_left_out, score }: Watch, asOf: string): string {
  if (from === undefined || to === undefined) return `${type} never`;
  const [newest] = holes;
  const clock = (time: string) => clockTime(time, asOf);
  const number = holes.length + holes_left_out;
  const pauses =
    newest === undefined
      ? ''
      : `, not watching ${number === 1 ? '' : `${number} times, last `}${clock(newest.from)} to ${clock(newest.to)}`;
  return `${type} ${clock(from)} to ${to === asOf ? 'now' : clock(to)}${pauses}${score === undefined ? '' : `, score ${score.toFixed(2)}`}`;
}

/** When each detector watched, in one sentence; over several markets, in how many of them it watches now. Empty without a market. */
export function watchText(watched: readonly Watch[], asOf: string): string[] {
  const byType = [...Map.groupBy(watched, ({ type }) => type)];
  const said = byType.map(([type, rows]) => {
    const [only] = rows;
    if (rows.length === 1 && only !== undefined) return oneText(only, asOf);
    return `${type} in ${rows.filter(({ to }) => to === asOf).length} of ${rows.length} markets now`;
  });
  const [threshold] = watched.map((row) => row.threshold);
  return threshold === undefined ? [] : [`Watched: ${said.join('; ')}. Reported from a score of ${threshold}.`];
}
