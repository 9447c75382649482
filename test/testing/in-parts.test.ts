import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inParts } from './in-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sum = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i).reduce((a, b) => a + b, 0);

test('parts cover every case once, the last one shorter', async () => {
  const asked: [number, number][] = [];
  const results = await inParts({ name: 'cover', from: 10, count: 7, size: 3 }, (from, count) => {
    asked.push([from, count]);
    return sum(from, count);
  });
  expect(asked).toEqual([
    [10, 3],
    [13, 3],
    [16, 1],
  ]);
  expect(results.reduce((a, b) => a + b, 0)).toBe(sum(10, 7));
});

test('an interrupted run continues after its last complete part, with the same results', async () => {
  const options = { name: 'resumed', from: 0, count: 10, size: 2, folder };
  const whole = await inParts({ ...options, name: 'whole' }, sum);
  let calls = 0;
  const dying = inParts(options, (from, count) => {
    if (++calls > 3) throw new Error('killed');
    return sum(from, count);
  });
  await expect(dying).rejects.toThrow('killed');
  // A kill during a write leaves an incomplete line, which does not count as a part.
  appendFileSync(join(folder, 'resumed.jsonl'), '{"from":6,"cou');
  const again: number[] = [];
  const results = await inParts(options, (from, count) => {
    again.push(from);
    return sum(from, count);
  });
  expect(results).toEqual(whole);
  expect(again).toEqual([6, 8]);
  again.length = 0;
  const third = await inParts(options, (from, count) => {
    again.push(from);
    return sum(from, count);
  });
  expect({ third, again }).toEqual({ third: whole, again: [] });
});
