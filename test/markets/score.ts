/**
 * Scores the detectors on a generator of markets:
 * `node test/markets/score.ts --generator DIR --seeds 100.. [--count 2] [--out FILE] [--regimes thin,tiny] [--kinds iceberg]`.
 * DIR holds an `index.ts` that exports `generate` (contract.ts). Each market is written to FILE when it is done, so that an interrupted
 * run continues; a file of another generator, of other detectors or of other lengths is refused.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { EpisodeKind, Generate, Regime } from './contract.ts';
import { scoreMarket } from './score-market.ts';
import { cellsOf, tableOf, type Cell, type ScoredRun } from './score-runs.ts';

const REGIMES: readonly Regime[] = ['thin', 'tiny', 'coarse', 'fat', 'volatile'];
const KINDS: readonly EpisodeKind[] = ['spoofing', 'iceberg', 'flash_crash'];
const EPISODES = 12;
const DETECTORS = ['src/analytics/flow/detectors', 'src/analytics/book'];
const ROOT = resolve(import.meta.dirname, '../..');

interface ScoreFile {
  readonly generator: { readonly name: string; readonly sha256: string; readonly files: Readonly<Record<string, string>> };
  /** Hash of the files that determine the findings. */
  readonly detectors: string;
  readonly minutes: number;
  readonly episodes: number;
  cells: readonly Cell[];
  readonly runs: ScoredRun[];
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

function hashesOf(directory: string): Record<string, string> {
  const names = readdirSync(directory).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Object.fromEntries(names.toSorted().map((name) => [name, sha256(readFileSync(join(directory, name)))]));
}

function newFile(directory: string, minutes: number): ScoreFile {
  const files = hashesOf(directory);
  const detectors = sha256(JSON.stringify(DETECTORS.map((path) => hashesOf(join(ROOT, path)))));
  const generator = { name: basename(directory), sha256: sha256(JSON.stringify(files)), files };
  return { generator, detectors, minutes, episodes: EPISODES, cells: [], runs: [] };
}

function continueFile(path: string, fresh: ScoreFile): ScoreFile {
  if (!existsSync(path)) return fresh;
  const held = JSON.parse(readFileSync(path, 'utf8')) as ScoreFile;
  const keyOf = ({ generator, detectors, minutes, episodes }: ScoreFile) =>
    JSON.stringify([generator.sha256, detectors, minutes, episodes]);
  if (keyOf(held) !== keyOf(fresh))
    throw new Error(`${path} holds scores of another generator or of other detectors; name another --out`);
  return held;
}

function seedsOf(text: string, count: number): readonly number[] {
  const match = /^(\d+)(?:\.\.(\d*))?$/.exec(text);
  if (match === null) throw new Error(`--seeds is like 1..19, 100.. or 7, not ${text}`);
  const [, first, last] = match;
  const from = Number(first);
  const to = last === undefined ? from : last === '' ? from + count - 1 : Number(last);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

const chosen = <T extends string>(all: readonly T[], text: string | undefined): readonly T[] =>
  text === undefined ? all : all.filter((name) => text.split(',').includes(name));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      generator: { type: 'string' },
      seeds: { type: 'string' },
      count: { type: 'string', default: '2' },
      out: { type: 'string' },
      regimes: { type: 'string' },
      kinds: { type: 'string' },
      // Some generators need more room for the same number of episodes.
      minutes: { type: 'string', default: '60' },
    },
  });
  if (values.generator === undefined || values.seeds === undefined)
    throw new Error('--generator DIR and --seeds FROM..TO are needed');
  const directory = resolve(values.generator);
  const fresh = newFile(directory, Number(values.minutes));
  const out = values.out ?? `scores-${fresh.generator.name}-${fresh.generator.sha256.slice(0, 8)}.json`;
  const file = continueFile(out, fresh);
  const seeds = seedsOf(values.seeds, Number(values.count));
  const { generate } = (await import(pathToFileURL(join(directory, 'index.ts')).href)) as { generate: Generate };
  for (const seed of seeds)
    for (const regime of chosen(REGIMES, values.regimes))
      for (const kind of chosen(KINDS, values.kinds)) {
        if (file.runs.some((run) => run.seed === seed && run.regime === regime && run.kind === kind)) continue;
        file.runs.push(scoreMarket(generate, { regime, kind, seed, minutes: fresh.minutes, episodes: EPISODES }));
        file.cells = cellsOf(file.runs.filter((run) => seeds.includes(run.seed)));
        writeFileSync(out, `${JSON.stringify(file, null, 1)}\n`);
        console.error(`${regime} ${kind} seed ${seed}`);
      }
  const cells = cellsOf(file.runs.filter((run) => seeds.includes(run.seed)));
  console.log(`${fresh.generator.name}, seeds ${values.seeds}, generator ${fresh.generator.sha256}`);
  console.log(tableOf(cells));
}

await main();
