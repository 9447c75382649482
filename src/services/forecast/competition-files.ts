import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseJsonSeries, parseM4, periodOfPart } from '../../analytics/forecast/competition/index.ts';
import type { CompetitionSeries } from '../../analytics/forecast/competition/index.ts';
import { CodedError } from '../../core/index.ts';
import { competitionMissing, fileUnreadable } from './errors.ts';
import { readText, reasonOf } from './tables/read-text.ts';

/** One part of a competition, such as the quarterly series of M3. */
export interface CompetitionPart {
  readonly competition: string;
  readonly part: string;
  readonly series: readonly CompetitionSeries[];
}

const JSON_FILE = /\.jsonl(?:\.gz)?$/i;
const TRAIN_FILE = /^(.*?)[-_.]train\.csv(\.gz)?$/i;
const KNOWN = ['M1', 'M3', 'M4', 'Tourism'] as const;

const textOf = async (path: string) => (await readText(path)).text;

/** The competition in a file's name; the file name itself if it has none. */
function competitionOf(file: string): string {
  const stem = basename(file).replace(/\.(?:jsonl|csv)(?:\.gz)?$/i, '');
  const plain = stem.toLowerCase().replace(/^t?comp[-_]/, '');
  return (
    KNOWN.find((name) => plain.startsWith(name.toLowerCase())) ?? (periodOfPart(plain.split(/[-_]/)[0]!) === null ? stem : 'M4')
  );
}

/** The part in a file's name, such as `hourly`; null if it has none. */
const partOf = (stem: string) =>
  stem
    .toLowerCase()
    .split(/[-_. ]/)
    .find((word) => periodOfPart(word) !== null) ?? null;

/** The test file that belongs to a training file: the same name with `test` for `train`. */
function testFile(file: string, files: readonly string[]): string | undefined {
  const wanted = basename(file).replace(/train/i, 'test').toLowerCase();
  return files.find((other) => basename(other).toLowerCase().replace(/\.gz$/, '') === wanted.replace(/\.gz$/, ''));
}

/**
 * Reads the competition data in a folder and its subfolders: `*.jsonl` of M1, M3 or Tourism, and M4's training and test files,
 * gzipped or not. Competition files that can't be used are skipped and listed with the reason. Throws
 * TF_FORECAST_COMPETITION_MISSING if there are none.
 */
export async function readCompetitions(
  directory: string,
): Promise<{ readonly parts: readonly CompetitionPart[]; readonly skipped: readonly string[] }> {
  const found = await readdir(directory, { recursive: true }).catch((error: unknown) => {
    throw fileUnreadable({ path: directory, reason: reasonOf(error) }, error);
  });
  const files = found.toSorted();
  const skipped: string[] = [];
  const parts = new Map<string, { competition: string; part: string; series: CompetitionSeries[] }>();
  const add = (competition: string, part: string, series: CompetitionSeries) => {
    const key = `${competition} ${part}`;
    const known = parts.get(key) ?? { competition, part, series: [] };
    known.series.push(series);
    parts.set(key, known);
  };
  for (const file of files) {
    const train = TRAIN_FILE.exec(basename(file));
    if (!JSON_FILE.test(file) && train === null) continue;
    try {
      if (train === null) {
        for (const { part, ...series } of parseJsonSeries(await textOf(join(directory, file))))
          add(competitionOf(file), part, series);
        continue;
      }
      const part = partOf(train[1]!);
      const test = testFile(file, files);
      if (part === null || test === undefined) {
        skipped.push(`${file} (${part === null ? 'its name says no frequency' : 'no test file beside it'})`);
        continue;
      }
      const series = parseM4(await textOf(join(directory, file)), await textOf(join(directory, test)), periodOfPart(part)!);
      for (const one of series) add('M4', part, one);
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof CodedError)) throw error;
      skipped.push(`${file} (${error.message})`);
    }
  }
  if (parts.size === 0) throw competitionMissing({ directory, skipped });
  return { parts: [...parts.values()], skipped };
}
