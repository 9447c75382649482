import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of the file of R results: a series (`x`), or the result of R's `forecast` on it. */
interface Golden {
  readonly series: string;
  readonly model?: string;
  readonly x?: readonly number[];
  readonly freq?: number;
  readonly seasonal?: readonly number[];
  readonly trend?: readonly number[];
  readonly ndiffs?: number;
  readonly findfrequency?: number;
}

const FOLDER = process.env['TALLYFOIL_TEST_DATA'];

/** Why tests against R can't run here; null if they can. */
export const NO_GOLDEN = FOLDER === undefined ? 'TALLYFOIL_TEST_DATA, the folder of recorded data, is not set' : null;

export function golden(): readonly Golden[] {
  const text = readFileSync(join(FOLDER!, 'forecast', 'golden_r_forecast.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Golden);
}
