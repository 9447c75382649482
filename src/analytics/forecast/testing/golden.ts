import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GoldenSeries {
  readonly series: string;
  readonly freq: number;
  readonly x: readonly number[];
}

/** Results of R's `forecast` 8.20 for one model of one series. */
export interface GoldenFit {
  readonly series: string;
  readonly freq: number;
  readonly model: string;
  readonly method: string;
  readonly loglik?: number;
  readonly aicc?: number;
  readonly sigma2?: number;
  readonly mean: readonly number[];
  readonly lo80: readonly number[];
  readonly hi80: readonly number[];
  readonly lo95: readonly number[];
  readonly hi95: readonly number[];
}

const folder = process.env['TALLYFOIL_TEST_DATA'];

/** Golden results of R. If `TALLYFOIL_TEST_DATA` isn't set, prints that and returns null. */
export function readGoldens(): { series: ReadonlyMap<string, GoldenSeries>; fits: readonly GoldenFit[] } | null {
  if (folder === undefined) {
    console.warn('skipped: TALLYFOIL_TEST_DATA is not set, so there are no golden results of R to compare with');
    return null;
  }
  const rows = readFileSync(join(folder, 'forecast', 'golden_r_forecast.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Partial<GoldenSeries & GoldenFit>);
  return {
    series: new Map(rows.filter((row) => row.x !== undefined).map((row) => [row.series as string, row as GoldenSeries])),
    fits: rows.filter((row) => row.mean !== undefined) as GoldenFit[],
  };
}
