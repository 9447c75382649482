import { expect, test } from 'vitest';
import { makeLargestTrades } from './largest-trades.ts';
import { readMarket, type Reading } from './reading.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

/** A trade a second with these sizes. */
function traded(sizes: readonly number[]): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (const [i, size] of sizes.entries()) {
    on.wait(1);
    on.trade(i + 1, 100, size, 'buy');
  }
  return on;
}

test('the largest first, of equal ones the newest, and none from before the window', () => {
  const on = traded([9, 1, 5, 2, 5, 3]);
  const { trades, next_before_id } = makeLargestTrades(readingOf(on), 3, 5);
  expect(trades.map(({ id, qty }) => [id, qty])).toEqual([
    [5, 5],
    [3, 5],
    [6, 3],
  ]);
  expect(next_before_id).toBeNull();
  expect(makeLargestTrades(readingOf(on), 9, 1).trades.map(({ qty }) => qty)).toEqual([3]);
});

test('says when trades of the window are missing', () => {
  const on = traded([1, 2, 3, 4]);
  const whole = makeLargestTrades(readingOf(on), 1, 2);
  expect(whole.coverage.complete).toBe(true);
  expect(whole.caveats.filter((caveat) => caveat.startsWith('A larger'))).toEqual([]);
  expect(makeLargestTrades(readingOf(on), 1, 600)).toMatchObject({
    coverage: { complete: false },
    caveats: expect.arrayContaining([expect.stringMatching(/^A larger trade may be missing: /)]) as string[],
  });
  on.trade(9, 100, 1, 'buy');
  on.wait(1);
  expect(makeLargestTrades(readingOf(on), 1, 2).coverage.complete).toBe(false);
});
