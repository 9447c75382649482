// `npm run test:long -- NAME`: one test at its full count, and the dated line for docs/long-tests.md. Without a name: the names.
//   --afresh   forgets the parts that an interrupted run of the same code left
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findLongTest, longTests } from './long-tests.ts';
import { ROOT, show, tool } from './run.ts';
import type { Tally } from './test-tally.ts';

/** Identifies the state of the code, because finished parts are reused for the same code only. */
function stateOfCode(): string {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...globSync('{src,test}/**/*.{ts,js,json,jsonl}', { cwd: ROOT }).toSorted()])
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 12);
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // A test that failed early has reported no figures.
    return '';
  }
};

async function runLong({ name, file }: { readonly name: string; readonly file: string }): Promise<number> {
  const parts = join(ROOT, 'node_modules', '.cache', 'tallyfoil-long', stateOfCode(), name);
  if (process.argv.includes('--afresh')) rmSync(parts, { recursive: true, force: true });
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-long-'));
  const [tallyFile, reportFile] = [join(folder, 'tally.json'), join(folder, 'report.txt')];
  const started = performance.now();
  const status = await show(process.execPath, [tool('vitest/vitest.mjs'), 'run', file], {
    env: { TALLYFOIL_TESTS: 'long', TALLYFOIL_TALLY: tallyFile, TALLYFOIL_REPORT: reportFile, TALLYFOIL_LONG_PARTS: parts },
  });
  const seconds = Math.round((performance.now() - started) / 1_000);
  const text = read(tallyFile);
  const tally = text === '' ? null : (JSON.parse(text) as Tally);
  const printed = read(reportFile).trim().split('\n').filter(Boolean).join('; ');
  rmSync(folder, { recursive: true, force: true });
  // Finished parts are kept after a failure; a fix changes the code and so discards them.
  if (status === 0) rmSync(parts, { recursive: true, force: true });
  const counts = tally === null ? 'no result' : `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;
  const cost = `${seconds} s, ${Math.round(tally?.cpuSeconds ?? 0)} s of processor time`;
  console.log(`| ${new Date().toISOString().slice(0, 10)} | ${name} | ${counts} | ${printed || 'nothing'} | ${cost} |`);
  return status;
}

const tests = longTests(globSync('{src,test,dashboard/src}/**/*.test.ts', { cwd: ROOT }), (file) =>
  readFileSync(join(ROOT, file), 'utf8'),
);
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const found = wanted === undefined ? [] : findLongTest(tests, wanted);
const [only] = found;
if (only !== undefined && found.length === 1) process.exitCode = await runLong(only);
else {
  if (wanted !== undefined)
    console.error(`${found.length === 0 ? 'No long test has' : 'Several long tests have'} this name: ${wanted}`);
  console.log('npm run test:long -- NAME, where NAME is one of:');
  for (const { name, file } of found.length > 1 ? found : tests) console.log(`  ${name}  (${file})`);
  process.exitCode = wanted === undefined ? 0 : 1;
}
