/** One series of a competition with its held-out part. */
export interface CompetitionSeries {
  readonly id: string;
  readonly period: number;
  readonly training: Float64Array;
  readonly actual: Float64Array;
}

interface JsonSeries {
  readonly id: string;
  readonly freq: number;
  readonly x: readonly number[];
  readonly xx: readonly number[];
}

/** Series of M1, M3 and Tourism, one JSON object a line: `id`, `freq`, `x` (training) and `xx` (held out). */
export function parseJsonSeries(text: string): readonly CompetitionSeries[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { id, freq, x, xx } = JSON.parse(line) as JsonSeries;
      return { id, period: freq, training: Float64Array.from(x), actual: Float64Array.from(xx) };
    });
}

/** A row of M4's files: an id, then numbers, padded with empty cells or NA. */
function parseRow(line: string): { readonly id: string; readonly values: Float64Array } {
  const [id = '', ...cells] = line.split(',').map((cell) => cell.replaceAll('"', '').trim());
  return {
    id,
    values: Float64Array.from(
      cells.filter((cell) => cell !== '' && cell !== 'NA'),
      Number,
    ),
  };
}

/** M4's training and test files of one frequency, joined by id. */
export function parseM4(training: string, test: string, period: number): readonly CompetitionSeries[] {
  const rows = (text: string) => text.trim().split('\n').slice(1).map(parseRow);
  const held = new Map(rows(test).map(({ id, values }) => [id, values]));
  return rows(training).map(({ id, values }) => {
    const actual = held.get(id);
    if (actual === undefined) throw new RangeError(`series ${id} has no test part`);
    return { id, period, training: values, actual };
  });
}
