// `npm test`: every check in order, up to the first red one. The last line is the count.
//   --long         also the long suite (*.long.test.ts)
//   --keep-going   all checks, whatever the earlier ones said
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { countModules, cruiseFloors } from './floors.ts';
import { ROOT, show, tool } from './run.ts';
import type { Tally } from './test-tally.ts';

interface Check {
  readonly title: string;
  readonly run: () => Promise<Tally>;
}

const one = (ok: boolean): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] });

const byTool = (title: string, program: string, ...args: readonly string[]): Check => ({
  title,
  run: async () => one((await show(process.execPath, [tool(program), ...args])) === 0),
});

async function floors(): Promise<Tally> {
  const { files, imports, violations } = await cruiseFloors(ROOT);
  const expected = countModules(ROOT);
  for (const { rule, from, to, path } of violations) console.log(`${rule}: ${from} → ${path.length > 0 ? path.join(' → ') : to}`);
  console.log(`${files} of ${expected} modules, ${imports} imports, ${violations.length} violations`);
  // A cruise that reads nothing also finds nothing: TypeScript 7 under the name `typescript` does just that.
  return one(violations.length === 0 && files >= expected && files > 0 && imports > 0);
}

async function vitest(suite: 'usual' | 'long'): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-check-'));
  const file = join(folder, 'tally.json');
  try {
    const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts', 'test-tally.ts')}`];
    const status = await show(process.execPath, [tool('vitest/vitest.mjs'), 'run', ...reporters], {
      env: { TALLYFOIL_TALLY: file, TALLYFOIL_TESTS: suite },
    });
    const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
    tellSkips(tally);
    // vitest knows more ways to fail than a test: an unreadable file, a leak, no tests at all.
    return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } catch (error) {
    console.log(`vitest left no result: ${String(error)}`);
    return one(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tellSkips({ skipped }: Tally): void {
  const noData =
    process.env['TALLYFOIL_TEST_DATA'] === undefined
      ? 'TALLYFOIL_TEST_DATA is not set, or the test gives none'
      : 'the test gives none';
  for (const { name, reason } of skipped) console.log(`skipped ${name}\n  reason: ${reason || noData}`);
}

const CHECKS: readonly Check[] = [
  byTool('Types', 'typescript7/bin/tsc', '--noEmit'),
  byTool('Lint', 'oxlint/bin/oxlint', '--type-aware'),
  byTool('Format', 'oxfmt/bin/oxfmt', '--check', '.'),
  { title: 'Floors', run: floors },
  byTool('Unused code', 'knip/bin/knip.js', '--no-progress'),
  { title: 'Generated docs', run: async () => one((await show(process.execPath, ['scripts/docs.ts', '--check'])) === 0) },
  { title: 'Tests', run: () => vitest('usual') },
  ...(process.argv.includes('--long') ? [{ title: 'Long tests', run: () => vitest('long') }] : []),
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
