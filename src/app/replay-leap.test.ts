import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayCommand } from './replay-command.ts';

const depth = (first: number, last: number): string =>
  `{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161253937,"s":"BTCUSDT","U":${first},"u":${last},"b":[["1.0","2.0"]],"a":[["1.1","2.0"]]}}`;
const BOOK = '{"lastUpdateId":6,"bids":[["1.0","2.0"]],"asks":[["1.1","2.0"]]}';

const START_NS = 1_723_161_253_000_000_000n;
const SECOND_NS = 1_000_000_000n;
const YEAR_SEC = 31_536_000;

/** A recording whose lines are at these seconds from its start. */
function recorded(seconds: readonly number[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tallyfoil-leap-')), 'recording');
  const lines = seconds.map((second, index) => {
    const json = index === 1 ? BOOK : depth(index * 3 + 5, index * 3 + 7);
    return `${START_NS + BigInt(second) * SECOND_NS} ${json}`;
  });
  writeFileSync(path, lines.join('\n'));
  return path;
}

async function replayed(seconds: readonly number[], speed = 'max') {
  const reports: string[] = [];
  const summary = await replayCommand(
    { path: recorded(seconds), speed, emit: 'reports' },
    async (line) => void reports.push(line),
  );
  return { summary: summary as Readonly<Record<string, unknown>>, reports };
}

test('one line a century ahead changes neither the others nor its own time', async () => {
  const { summary, reports } = await replayed([0, 1, 2, 100 * YEAR_SEC, 3, 4]);
  expect(summary).toMatchObject({ inputs: 8, from: '2024-08-08T23:54:13.000Z', to: '2024-08-08T23:54:17.000Z' });
  expect(summary['notes']).toContainEqual(expect.stringContaining('over an hour ahead of both neighbours'));
  expect(reports.length).toBeLessThan(10);
});

test.each([
  ['the last line', [0, 1, 2, 3, 100 * YEAR_SEC]],
  ['all lines from one on', [0, 1, 2, 100 * YEAR_SEC, 100 * YEAR_SEC + 1, 100 * YEAR_SEC + 2]],
])('a leap of %s is skipped after an hour of ticks', async (_, seconds) => {
  const { summary, reports } = await replayed(seconds);
  expect(summary).toMatchObject({ inputs: seconds.length + 2, to: expect.stringMatching(/^2124-/) as string });
  expect(reports.length).toBeGreaterThanOrEqual(3_600);
  expect(reports.length).toBeLessThan(3_700);
});

test('a replay at a speed does not wait for skipped time', async () => {
  const { summary } = await replayed([0, 1, 2, 100 * YEAR_SEC], '1000000');
  expect(summary).toMatchObject({ to: expect.stringMatching(/^2124-/) as string });
});

test('impossible times are skipped and reported, and the replay continues', async () => {
  const { summary } = await replayed([0, 1, 2, 240 * YEAR_SEC, 3]);
  expect(summary['notes']).toContainEqual(expect.stringContaining('lines that are no `<time> <json>`'));
  expect(summary).toMatchObject({ to: '2024-08-08T23:54:16.000Z' });
});

test.each(['0', '-1', '1e-300', '1e300', 'NaN', '', 'fast'])('%j is not a speed', async (speed) => {
  await expect(replayed([0, 1], speed)).rejects.toMatchObject({ code: 'TF_REPLAY_SPEED_UNKNOWN' });
});
