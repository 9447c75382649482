import { expect, test } from 'vitest';
import { makeDataHealth } from '../../services/market/data-health.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from '../../services/market/testing/stage.ts';
import { conciseDataHealth } from './concise-data-health.ts';

const healthOf = ({ engine, now }: Stage) => makeDataHealth(engine, now(), null, {});

/** Gaps of trades, a second each: ids 2, 4, 6 and so on are missing, and the trades after them come at 12:00:02, 12:00:03 and so on. */
function withGaps(count: number): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let i = 0; i <= count; i++) {
    on.wait(1);
    on.trade(1 + 2 * i, 100, 1, 'buy');
  }
  on.ticker();
  on.quote(100, 100.2);
  on.wait(0.5);
  return on;
}

const rowOf = (id: number, second: number, refilled: 0 | 1) => ({
  venue: VENUE,
  symbol: SYMBOL,
  stream: 'trade',
  state: 'gap',
  reason: id === 2 ? 'trades 2 to 2 are missing' : 'trades are missing',
  from: `2026-01-15T12:00:0${second}Z`,
  to: `2026-01-15T12:00:0${second + 1}Z`,
  ids: { first: id, last: id, missing: 1, refilled, still_missing: 1 - refilled },
  refill: refilled === 1 ? 'all' : 'none',
});

test('each gap is listed with its stream, its times to the second, its ids, and whether it was refilled', () => {
  const on = withGaps(3);
  on.page([4], 2);
  on.wait(0.1);
  const short = conciseDataHealth(healthOf(on));
  expect(short.gaps).toEqual([rowOf(6, 3, 0), rowOf(4, 2, 1), rowOf(2, 1, 0)]);
  expect(short.gaps_left_out).toBe(0);
  expect(short.caveats.join(' ')).not.toMatch(/\bgaps?\b/);
});

test('a gap that still lasts has no end, and one of the book no ids', () => {
  const on = withGaps(1);
  on.depth(20, 20);
  on.wait(1);
  const [book, trades] = conciseDataHealth(healthOf(on)).gaps;
  expect(book).toMatchObject({ stream: 'book', from: '2026-01-15T12:00:02Z', refill: 'none' });
  expect(book).not.toHaveProperty('to');
  expect(book).not.toHaveProperty('ids');
  expect(trades).toEqual(rowOf(2, 1, 0));
});

test.each([
  [3, ['6', '4', '2'], 0],
  [4, ['8', '6', '4'], 1],
  [7, ['14', '12', '10'], 4],
  // The full answer has 20 of them.
  [30, ['60', '58', '56'], 27],
])('of %i gaps the three newest are shown, and the others counted', (count, ids, left) => {
  const short = conciseDataHealth(healthOf(withGaps(count)));
  expect(short.gaps.map(({ ids: of }) => String(of?.first))).toEqual(ids);
  expect(short.gaps_left_out).toBe(left);
  const said = short.caveats.find((caveat) => caveat.startsWith('detail full adds')) ?? '';
  expect(/(\d+) gaps?\b/.exec(said)?.[1]).toBe(left === 0 ? undefined : String(left));
});

test('beside more than two streams that are not synced only the newest gap is shown', () => {
  const health = healthOf(withGaps(4));
  const streams = (wrong: number) =>
    Array.from({ length: 4 }, (_, i) => ({ ...health.streams[0]!, state: i < wrong ? ('stale' as const) : ('synced' as const) }));
  const shortOf = (wrong: number) => conciseDataHealth({ ...health, streams: streams(wrong) });
  expect(shortOf(2)).toMatchObject({ gaps: { length: 3 }, gaps_left_out: 1 });
  expect(shortOf(3)).toMatchObject({ gaps: [{ ids: { first: 8 } }], gaps_left_out: 3 });
  expect(shortOf(3).gaps).toHaveLength(1);
});

test('the synced stream that sets the age is shown, so that one sees what is old', () => {
  const health = healthOf(withGaps(1));
  const short = conciseDataHealth(health);
  expect(short.streams.map(({ stream, age_ms: age }) => [stream, age])).toContainEqual(['book', short.age_ms]);
  expect(short.streams.filter(({ state }) => state === 'synced')).toHaveLength(1);
  expect(conciseDataHealth({ ...health, age_ms: null }).streams.some(({ state }) => state === 'synced')).toBe(false);
});
