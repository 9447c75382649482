import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What one vitest run came to. A file that could not even be loaded counts as one failure. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

/** A vitest reporter that writes a tally, skips with their reasons included, to the file named by `TALLYFOIL_TALLY`. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env['TALLYFOIL_TALLY'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(tallyOf(modules, unhandled.length)));
  }
}

function tallyOf(modules: readonly TestModule[], unhandled: number): Tally {
  let passed = 0;
  let failed = unhandled;
  const skipped: { file: string; reason: string }[] = [];
  for (const module of modules) {
    const own = module.errors().length;
    failed += own;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped') skipped.push({ file: module.relativeModuleId, reason: result.note ?? '' });
      else failed += 1;
    }
  }
  return { passed, failed, skipped };
}
