import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('testing/latest-program.ts', import.meta.url));
const COUNT = 4_000;
const BUDGET = 2_000;

test('four thousand markets that are not followed keep their budget of memory each', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM, JSON.stringify({ count: COUNT })]);
  const { bytes, held } = JSON.parse(stdout) as { readonly bytes: number; readonly held: number };
  expect(held).toBe(COUNT);
  // A program that let go of nothing would show nothing.
  expect(bytes).toBeGreaterThan(200);
  expect(bytes).toBeLessThanOrEqual(BUDGET);
});
