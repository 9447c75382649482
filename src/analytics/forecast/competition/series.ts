/** One series of a competition with its held-out part. */
export interface CompetitionSeries {
  readonly id: string;
  readonly period: number;
  readonly training: Float64Array;
  readonly actual: Float64Array;
}

/** A series with the name of its part of the competition, such as `quarterly`. */
export interface PartSeries extends CompetitionSeries {
  readonly part: string;
}

const PERIODS: Readonly<Record<string, number>> = {
  yearly: 1,
  quarterly: 4,
  monthly: 12,
  weekly: 1,
  daily: 1,
  hourly: 24,
  other: 1,
};
const PART_OF_PERIOD: Readonly<Record<number, string>> = { 1: 'yearly', 4: 'quarterly', 12: 'monthly', 24: 'hourly' };

/** Steps per season of a competition's part, by the competitions' convention: 1 for weekly and daily. Null for an unknown part. */
export const periodOfPart = (part: string): number | null => PERIODS[part.toLowerCase()] ?? null;

const numbers = (value: unknown): Float64Array | null =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number' && Number.isFinite(each))
    ? Float64Array.from(value as readonly number[])
    : null;

/**
 * Series of M1, M3 and Tourism, one JSON object per line: `id`, `freq`, `x` (training), `xx` (held out). A file of several
 * frequencies also has `period`, such as `QUARTERLY`. Throws RangeError on any other line.
 */
export function parseJsonSeries(text: string): readonly PartSeries[] {
  return text
    .split('\n')
    .map((line, i) => [line, i + 1] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, at]) => {
      let row: Readonly<Record<string, unknown>>;
      try {
        row = JSON.parse(line) as Readonly<Record<string, unknown>>;
      } catch {
        throw new RangeError(`line ${at} is not JSON`);
      }
      const [training, actual] = [numbers(row['x']), numbers(row['xx'])];
      if (training === null || actual === null) throw new RangeError(`line ${at} lacks x or xx (lists of numbers)`);
      const named = typeof row['period'] === 'string' ? row['period'].toLowerCase() : null;
      const freq = typeof row['freq'] === 'number' ? row['freq'] : periodOfPart(named ?? '');
      if (freq === null || !Number.isInteger(freq) || freq < 1) throw new RangeError(`line ${at} lacks freq (steps per season)`);
      const id = typeof row['id'] === 'string' ? row['id'] : String(at);
      return { id, period: freq, part: named ?? PART_OF_PERIOD[freq] ?? `period ${freq}`, training, actual };
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
