import { expect, test } from 'vitest';
import { makeCandles } from './candles-answer.ts';
import { makeChanges } from './changes.ts';
import { makeReport } from './report.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeTrades } from './small-answers.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

/** A trade a second for `seconds`; the ones from `lost` on, three of them, are fetched later. */
function traded(seconds: number, lost: number): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let id = 1; id <= seconds; id++) {
    on.wait(1);
    on.depth(11 + id, 11 + id, { bids: [[99.5, 1 + (id % 3)]] });
    if (id < lost || id > lost + 2) on.trade(id, 100, 1, 'buy');
    if (id === lost + 3) on.page([lost - 1, lost, lost + 1, lost + 2, lost + 3], 1);
  }
  return on;
}

test('fetched trades are distinguished in trades, changes and the report', () => {
  const reading = readingOf(traded(90, 80));
  const { trades } = makeTrades(reading, 12, undefined);
  expect(trades.filter(({ refilled }) => refilled === true).map(({ id }) => id)).toEqual([82, 81, 80]);
  expect(makeChanges(reading, 1).flow).toMatchObject({ trades: 60, refilled_trades: 3 });
  expect(makeCandles(reading, '1m', 10).caveats).toContain('Of the trades in these bars, 3 were fetched after they happened.');
  expect(makeReport(reading).caveats).toContain('Of the 30 trades in net_flow, 3 were fetched after they happened.');
});

test('nothing is said of trades that came as they happened', () => {
  const reading = readingOf(traded(90, 40));
  const { trades } = makeTrades(reading, 12, undefined);
  expect(trades.some((trade) => 'refilled' in trade)).toBe(false);
  expect(makeReport(reading).caveats.join()).not.toContain('fetched after they happened');
});

test('bars from before the first live trade are distinguished, and each says whether it is closed', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  on.page([1, 2, 3], 1);
  expect(makeCandles(readingOf(on), '1m', 10).caveats).toContain(
    'All bars are of trades or candles fetched after they happened.',
  );
  on.wait(65);
  on.trade(4, 100, 1, 'buy');
  on.wait(1);
  const { candles, caveats } = makeCandles(readingOf(on), '1m', 10);
  expect(caveats.join()).toMatch(/Bars before 2026-01-15T12:01:0\d.*Z are of trades or candles fetched/);
  expect(candles.at(-1)).toMatchObject({ closed: false, complete: false });
});

test('an ended bar with a gap is closed, and not complete', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  on.trade(1, 100, 1, 'buy');
  on.wait(20);
  on.trade(9, 100, 1, 'buy');
  on.wait(70);
  const [bar] = makeCandles(readingOf(on), '1m', 10).candles;
  expect(bar).toMatchObject({ closed: true, complete: false, volume: null });
});

test('a page of trades states its own time, and is complete only if no trade of that time is missing', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (const id of [1, 2, 3, 6, 7, 8, 9]) {
    on.wait(1);
    on.trade(id, 100, 1, 'buy');
  }
  const reading = readingOf(on);
  expect(makeTrades(reading, 4, undefined).coverage).toMatchObject({ from: '2026-01-15T12:00:04.000Z', complete: true });
  expect(makeTrades(reading, 5, undefined).coverage).toMatchObject({ from: '2026-01-15T12:00:03.000Z', complete: false });
  expect(makeTrades(reading, 2, 3).coverage).toEqual({
    from: '2026-01-15T12:00:01.000Z',
    to: '2026-01-15T12:00:02.000Z',
    complete: true,
  });
});
