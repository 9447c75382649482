// `npm run bench [-- NAME …]`: runs the benchmarks named, or all, one after another; prints one JSON object a line to stdout.
import { globSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchRow } from './support/row.ts';

const here = import.meta.dirname;
const names = globSync('*.ts', { cwd: here })
  .map((file) => basename(file, '.ts'))
  .filter((name) => name !== 'run' && !name.endsWith('.test'))
  .toSorted();
// Options, such as `--minutes 10`, are the benchmark's own.
const { positionals: wanted } = parseArgs({ options: { minutes: { type: 'string' } }, allowPositionals: true });
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${names.join(', ') || 'none yet'}`);
  process.exitCode = 1;
} else {
  const machine = { node: process.version, cpu: cpus()[0]?.model.trim() ?? 'unknown' };
  for (const name of wanted.length > 0 ? wanted : names) {
    console.error(`… ${name}`);
    try {
      const { default: bench } = (await import(pathToFileURL(join(here, `${name}.ts`)).href)) as {
        default: () => Promise<readonly BenchRow[]>;
      };
      for (const row of await bench()) console.log(JSON.stringify({ ...row, ...machine }));
    } catch (error) {
      // The other benchmarks still give results.
      console.error(`${name} failed:`, error);
      process.exitCode = 1;
    }
  }
}
