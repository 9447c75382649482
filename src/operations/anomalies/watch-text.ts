import type { Watch } from '../../services/market/answers.ts';

const clockTime = (time: string): string => time.slice(11, 19);

function oneText({ type, from, to, holes, holes_left_out, score }: Watch, asOf: string): string {
  if (from === undefined || to === undefined) return `${type} never`;
  const [newest] = holes;
  const number = holes.length + holes_left_out;
  const gaps =
    newest === undefined
      ? ''
      : `, ${number === 1 ? 'a hole' : `${number} holes, last`} ${clockTime(newest.from)} to ${clockTime(newest.to)}`;
  return `${type} ${clockTime(from)} to ${to === asOf ? 'now' : clockTime(to)}${gaps}${score === undefined ? '' : `, score ${score.toFixed(2)}`}`;
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
  return threshold === undefined ? [] : [`Watched: ${said.join('; ')}. Scores count from ${threshold}.`];
}
