import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

import { AIR_PASSENGERS } from '../../analytics/forecast/testing/classic-series.ts';
import { ROOT } from '../../../scripts/run.ts';
import { report } from '../../../test/testing/report.ts';
import { LANE } from '../../../test/testing/scale.ts';

const folder = mkdtempSync(join(tmpdir(), 'same-numbers-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'air.csv');
const monthOf = (t: number) => new Date(Date.UTC(1949, t, 1)).toISOString().slice(0, 7);
writeFileSync(file, `month,passengers\n${AIR_PASSENGERS.map((value, t) => `${monthOf(t)},${value}`).join('\n')}\n`);

const RUNS = { usual: 2, heavy: 4, long: 20 }[LANE];

/** The command's answer in a process of its own, without the measured times; and how long it took. */
async function forecastOnce(priority: string): Promise<{ readonly numbers: string; readonly ms: number }> {
  const program = [join(ROOT, 'bin', 'tallyfoil.js'), 'forecast', file, '--priority', priority, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  const { ms, ...rest } = JSON.parse(stdout) as { readonly ms: { readonly total: number } };
  return { numbers: JSON.stringify(rest), ms: ms.total };
}

test.each(['accurate', 'fast'])(
  '%s: one file gives the same numbers each time, on an idle and on a loaded machine',
  async (priority) => {
    const answers: { readonly numbers: string; readonly ms: number }[] = [];
    for (let run = 0; run < RUNS / 2; run++) answers.push(await forecastOnce(priority));
    const burners = Array.from({ length: 2 * availableParallelism() }, () => spawn(process.execPath, ['-e', 'for (;;);']));
    try {
      for (let run = 0; run < RUNS / 2; run++) answers.push(await forecastOnce(priority));
    } finally {
      for (const burner of burners) burner.kill('SIGKILL');
    }
    expect(new Set(answers.map(({ numbers }) => numbers)).size).toBe(1);
    expect(JSON.parse(answers[0]!.numbers)).toMatchObject({ ended: 'whole', priority });
    const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
    report(
      `${priority}: ${RUNS} runs of one file, half of them on a loaded machine: one answer; ${times[0]!.toFixed(0)} to ${times.at(-1)!.toFixed(0)} ms`,
    );
  },
);
