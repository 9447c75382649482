// `npm run bench [-- NAME …]`: runs the benchmarks named, or all, one after another; prints one JSON object a line to stdout.
import { globSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One measurement. `ratio` is `value` over what `against` measured in the same run, or over the limit that it names. */
export interface BenchRow {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** The rival or the limit, in words. */
  readonly against: string;
  readonly ratio: number;
  /** How many samples stand behind `value`. */
  readonly n: number;
}

const here = import.meta.dirname;
const names = globSync('*.ts', { cwd: here })
  .map((file) => basename(file, '.ts'))
  .filter((name) => name !== 'run' && !name.endsWith('.test'))
  .toSorted();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${names.join(', ') || 'none yet'}`);
  process.exitCode = 1;
} else {
  const machine = { node: process.version, cpu: cpus()[0]?.model.trim() ?? 'unknown' };
  for (const name of wanted.length > 0 ? wanted : names) {
    console.error(`… ${name}`);
    const { default: bench } = (await import(pathToFileURL(join(here, `${name}.ts`)).href)) as {
      default: () => Promise<readonly BenchRow[]>;
    };
    for (const row of await bench()) console.log(JSON.stringify({ ...row, ...machine }));
  }
}
