import { expect, test } from 'vitest';
import { inParts } from '../testing/in-parts.ts';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { fuzzLog } from './raw-log.ts';

const LOGS = shareOf(300);

test('a log whose bytes were damaged, or forged with good checksums, is read to an answer or a coded error', async () => {
  const parts = { name: 'raw-log', from: 1, count: LOGS, size: 10 };
  const tallies = await inParts(parts, (from, count) => fuzzLog({ from, count }));
  const sum = (what: 'cases' | 'answered' | 'refused' | 'named') => tallies.reduce((total, tally) => total + tally[what], 0);
  report(`${sum('cases')} logs: ${sum('answered')} commands answered, ${sum('refused')} refused, ${sum('named')} places named`);
  expect(tallies.flatMap(({ failures }) => failures)).toEqual([]);
  expect(sum('cases')).toBe(LOGS);
  expect(Math.min(sum('answered'), sum('named'))).toBeGreaterThan(0);
});
