import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STREAMS, US_PER_MS, US_PER_SECOND } from '../../core/index.ts';
import { runs } from '../../../test/testing/scale.ts';
import { newStream } from './state.ts';
import { gapsInDay, heard, staleAfterMs } from './streams.ts';
import { delta, play, states } from './testing/player.ts';

/** A stream with `count` messages, `everyMs` apart. */
function steady(count: number, everyMs: number) {
  const status = newStream(0);
  for (let i = 0; i < count; i++) heard(status, i * everyMs * US_PER_MS);
  return status;
}

const LEAST_MS = STREAMS.book.leastStaleMs;

test('a stream has no habit before a hundred silences', () => {
  expect(staleAfterMs(steady(100, 100), LEAST_MS)).toBeNull();
  expect(staleAfterMs(steady(101, 100), LEAST_MS)).not.toBeNull();
});

test.each([
  [100, 3_000],
  [1_000, 6 * 1_024],
  [4_000, 6 * 4_096],
])('a message every %i ms: stale after %i ms', (everyMs, limit) => {
  expect(staleAfterMs(steady(500, everyMs), LEAST_MS)).toBe(limit);
});

test('one silence in two hundred does not change the habit, and an old habit is forgotten', () => {
  const status = steady(200, 100);
  heard(status, 200 * 100 * US_PER_MS + 60 * US_PER_SECOND);
  expect(staleAfterMs(status, LEAST_MS)).toBe(3_000);
  const slow = steady(500, 4_000);
  for (let i = 0; i < 60_000; i++) heard(slow, 2_000 * US_PER_SECOND + i * 100 * US_PER_MS);
  expect(staleAfterMs(slow, LEAST_MS)).toBe(3_000);
});

test('gaps count for a day', () => {
  const status = { ...newStream(0), gaps: [0, 10 * US_PER_SECOND] };
  expect(gapsInDay(status, 86_400 * US_PER_SECOND)).toBe(2);
  expect(gapsInDay(status, 86_405 * US_PER_SECOND)).toBe(1);
});

test('a book that falls silent is stale, and synced when it is heard again', () => {
  const player = play({ symbols: ['AAA'] });
  player.settle();
  for (let id = 101; id < 250; id++) {
    player.wait(100);
    player.frame(1, delta('AAA', id, id));
  }
  player.events();
  player.wait(2_900);
  expect(states(player.events())).toEqual([]);
  player.wait(300);
  expect(states(player.events())).toEqual(['AAA book stale']);
  player.frame(1, delta('AAA', 250, 250));
  expect(states(player.events())).toEqual(['AAA book synced']);
});

test('a silence counts under the power of two of milliseconds that it does not exceed', () =>
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2 ** 45, noNaN: true }).map(Math.round), (us) => {
      const status = { ...newStream(0), heardAt: 0 };
      heard(status, us);
      const bucket = Math.min(31, Math.ceil(Math.log2(Math.max(1, us / 1_000))));
      expect(status.silences).toEqual([...Array<number>(bucket).fill(0), 1]);
    }),
    { numRuns: runs(200), examples: [[0], [1_000], [1_001], [2_000], [2_001], [1_024_000], [1_024_001], [2 ** 31 * 1_000]] },
  ));
