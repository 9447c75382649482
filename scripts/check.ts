// `npm test`: every check in order, up to the first failure. The last line is the count.
//   --heavy        also the tests that only CI runs each time (*.heavy.test.ts)
//   --fast         every check except the tests, which take most of the time
//   --keep-going   every check, also after a failure
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { countModules, cruiseFloors } from './floors.ts';
import { ROOT, show, tool } from './run.ts';
import type { Counts, Tally } from './test-tally.ts';

interface Check {
  readonly title: string;
  readonly run: () => Promise<Counts>;
}

const one = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] });

const byScript = (title: string, ...args: readonly string[]): Check => ({
  title,
  run: async () => one((await show(process.execPath, args)) === 0),
});

const byTool = (title: string, program: string, ...args: readonly string[]): Check => byScript(title, tool(program), ...args);

async function floors(): Promise<Counts> {
  const { files, imports, violations } = await cruiseFloors(ROOT);
  const expected = countModules(ROOT);
  for (const { rule, from, to, path } of violations) console.log(`${rule}: ${from} → ${path.length > 0 ? path.join(' → ') : to}`);
  console.log(`${files} of ${expected} modules, ${imports} imports, ${violations.length} violations`);
  // A cruise that reads no file also finds no fault; this happens if `typescript` is TypeScript 7.
  return one(violations.length === 0 && files >= expected && files > 0 && imports > 0);
}

async function vitest(lane: 'usual' | 'heavy'): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-check-'));
  const file = join(folder, 'tally.json');
  try {
    const status = await show(process.execPath, [tool('vitest/vitest.mjs'), 'run'], {
      env: { TALLYFOIL_TALLY: file, TALLYFOIL_TESTS: lane === 'usual' ? undefined : lane },
    });
    const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
    printSkips(tally);
    printTimes(tally);
    const failed = tally.failed + (lane === 'usual' ? tally.unusedEntries.length : 0);
    // vitest can fail without a failed test: on an unreadable file, a leak or an empty run.
    return status !== 0 && failed === 0 ? { ...tally, failed: 1 } : { ...tally, failed };
  } catch (error) {
    console.log(`vitest left no result: ${String(error)}`);
    return one(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printTimes({ cpuSeconds, slowest, unusedEntries }: Tally): void {
  console.log(`${cpuSeconds.toFixed(0)} s of processor time in test threads; the slowest tests:`);
  for (const test of slowest) console.log(`  ${test.cpuSeconds.toFixed(1)} s  ${test.id}`);
  for (const entry of unusedEntries) console.log(`scripts/slow-tests.ts names a test that does not exist: ${entry}`);
}

const NO_DATA = 'no reason given; TALLYFOIL_TEST_DATA, the folder of recorded data, is not set';

function printSkips({ skipped }: Counts): void {
  const unsaid = process.env['TALLYFOIL_TEST_DATA'] === undefined ? NO_DATA : 'no reason given';
  const counts = new Map<string, number>();
  for (const { file, reason } of skipped) {
    const line = `${file}: ${reason === '' ? unsaid : reason}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  for (const [line, count] of counts) console.log(`skipped ${count} in ${line}`);
}

const CHECKS: readonly Check[] = [
  byTool('Types', 'typescript7/bin/tsc', '--noEmit'),
  byTool('Types of the page', 'typescript7/bin/tsc', '--project', 'dashboard'),
  byTool('Lint', 'oxlint/bin/oxlint', '--type-aware'),
  byTool('Format', 'oxfmt/bin/oxfmt', '--check', '.'),
  { title: 'Floors', run: floors },
  byTool('Unused code', 'knip/bin/knip.js', '--no-progress'),
  byScript('Generated docs', 'scripts/docs.ts', '--check'),
  byScript('Owed names', 'scripts/owed-names.ts'),
  byScript('Words', 'scripts/words.ts'),
  ...(process.argv.includes('--fast')
    ? []
    : [{ title: 'Tests', run: () => vitest(process.argv.includes('--heavy') ? 'heavy' : 'usual') }]),
];

let passed = 0;
let failed = 0;
let skipped = 0;
const summary: string[] = [];
for (const { title, run } of CHECKS) {
  if (failed > 0 && !process.argv.includes('--keep-going')) {
    summary.push(`not run  ${title} (an earlier check failed; --keep-going runs all)`);
    skipped += 1;
    continue;
  }
  console.log(`\n=== ${title}`);
  const start = performance.now();
  const tally = await run();
  passed += tally.passed;
  failed += tally.failed;
  skipped += tally.skipped.length;
  const counts = `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;
  summary.push(
    `${tally.failed === 0 ? 'passed ' : 'FAILED '}  ${title}: ${counts} in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
}
console.log(`\n=== Summary\n${summary.join('\n')}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
