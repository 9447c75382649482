import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { overBudget, unusedEntries, type Timed } from './slow-tests.ts';

/** Result of a check. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

/** Result of one vitest run. A file that could not be loaded counts as one failure. */
export interface Tally extends Counts {
  /** Processor seconds of all test threads, imports included, child processes not. */
  readonly cpuSeconds: number;
  readonly slowest: readonly Timed[];
  /** Entries of the list of slow tests that name no test of this run. */
  readonly unusedEntries: readonly string[];
}

const SLOWEST = 10;

/** A vitest reporter that fails usual tests above their budget, and writes a tally to the file named by `TALLYFOIL_TALLY`. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const timed = modules.flatMap(timedOf);
    const usual = process.env['TALLYFOIL_TESTS'] === undefined && process.env['TALLYFOIL_SCALE'] === undefined;
    const over = usual ? overBudget(timed) : [];
    for (const { id, cpuSeconds } of over) {
      process.stderr.write(`${id}: ${cpuSeconds.toFixed(1)} s of processor time; scale it down or see scripts/slow-tests.ts\n`);
      process.exitCode = 1;
    }
    const file = process.env['TALLYFOIL_TALLY'];
    if (file !== undefined)
      writeFileSync(file, JSON.stringify(tallyOf(modules, { timed, failed: unhandled.length + over.length })));
  }
}

/** Tests that ran, with the processor time recorded by `test/testing/cpu.ts`. */
const timedOf = (module: TestModule): readonly Timed[] =>
  [...module.children.allTests()].flatMap((test) => {
    const { cpuSeconds } = test.meta();
    return cpuSeconds === undefined ? [] : [{ id: `${module.relativeModuleId} > ${test.fullName}`, cpuSeconds }];
  });

function tallyOf(
  modules: readonly TestModule[],
  { timed, failed: before }: { readonly timed: readonly Timed[]; readonly failed: number },
): Tally {
  let [passed, failed, cpuSeconds] = [0, before, 0];
  const skipped: { file: string; reason: string }[] = [];
  for (const module of modules) {
    cpuSeconds += module.meta().cpuSeconds ?? 0;
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped') skipped.push({ file: module.relativeModuleId, reason: result.note ?? '' });
      else failed += 1;
    }
  }
  const all = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => ({ id: `${module.relativeModuleId} > ${test.fullName}`, cpuSeconds: 0 })),
  );
  const slowest = timed.toSorted((a, b) => b.cpuSeconds - a.cpuSeconds).slice(0, SLOWEST);
  return { passed, failed, skipped, cpuSeconds, slowest, unusedEntries: unusedEntries(all) };
}
