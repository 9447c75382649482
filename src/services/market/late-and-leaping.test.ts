import { describe, expect, test } from 'vitest';
import { makeCandles } from './candles-answer.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeReport } from './report.ts';
import { makeBook, makeFlow, makeTrades } from './small-answers.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

const counts = (on: Stage, seconds: readonly number[]) => makeFlow(readingOf(on), seconds).windows.map(({ trades }) => trades);

/** Two trades per second, with the venue's clock `ahead` seconds of ours; returns the next id. */
function trading(on: Stage, seconds: number, { from = 1, ahead = 0 } = {}): number {
  let id = from;
  for (let i = 0; i < seconds * 2; i++) {
    on.trade(id++, 100, 1, 'buy', ahead);
    on.depth(id + 1_000, id + 1_000, { bids: [[99.5, 1 + (id % 2)]] }, ahead);
    on.wait(0.5);
  }
  return id;
}

function open(): Stage {
  const on = stage();
  on.snapshot(1_001, BOOK_A);
  return on;
}

describe('a trade that comes late', () => {
  test.each([1, 5, 20, 40])('by %d s leaves the trades before it in the windows', (late) => {
    const on = open();
    const id = trading(on, 60);
    on.wait(0.2);
    expect(counts(on, [2, 10, 30])).toEqual([3, 19, 59]);
    on.trade(id, 100, 1, 'buy', -late);
    // A punctual message shows that the clock has not changed.
    on.depth(id + 1_001, id + 1_001);
    expect(counts(on, [2, 10, 30])).toEqual([2, 10, 30].map((seconds) => 2 * seconds - 1 + (late < seconds ? 1 : 0)));
  });

  test('is in its minute, also after that was settled and its trades were forgotten', () => {
    const on = open();
    const id = trading(on, 135);
    on.trade(id, 150, 5, 'sell', -20);
    trading(on, 40 * 60, { from: id + 1 });
    const bar = makeCandles(readingOf(on), '1m', 60).candles.find(
      ({ start }) => Date.parse(start) === Date.UTC(2026, 0, 15, 12, 1),
    );
    expect(bar).toMatchObject({ high: 150, volume: 125, complete: true });
  });

  test('does not end the span of the trades before it begins', () => {
    const on = open();
    const id = trading(on, 30);
    on.trade(id, 100, 1, 'buy', -20);
    const { coverage } = makeTrades(readingOf(on), 5, undefined);
    expect(Date.parse(coverage.to ?? '')).toBeGreaterThanOrEqual(Date.parse(coverage.from ?? ''));
    expect(coverage.to).toBe('2026-01-15T12:00:29.500Z');
  });
});

describe("a venue's clock that is wrong at first", () => {
  test('a first message of the future is no message of now', () => {
    const on = open();
    on.trade(1, 100, 1, 'buy', 3_600);
    trading(on, 4, { from: 2 });
    on.wait(40);
    const report = makeReport(readingOf(on));
    expect(report.data_age_ms).toBeGreaterThan(39_000);
    expect(report.ingestion.fresh).toBe(false);
    expect(report.coverage.complete).toBe(false);
  });

  test.each([-3_600, -15, 120])('by %d s and then right: nothing is stated of the time between', (ahead) => {
    const on = open();
    const id = trading(on, 20, { ahead });
    trading(on, 20, { from: id });
    on.wait(0.2);
    const seconds = [5, 10, 30, 60, 300];
    const windows = makeFlow(readingOf(on), seconds).windows.map(({ seconds: of, trades }) => [of, trades]);
    for (const [of = 0, trades] of windows)
      if (typeof trades === 'number') expect(Math.abs(trades - 2 * (of ?? 0)), `${of} s`).toBeLessThanOrEqual(1);
    expect(windows[4]?.[1]).toBeNull();
    const { candles } = makeCandles(readingOf(on), '1m', 60);
    expect(candles.filter(({ volume, complete }) => complete && volume === 0)).toEqual([]);
    expect(makeReport(readingOf(on)).coverage.complete).toBe(false);
  });
});

test('a new count of trades begins the volume delta again: what was made between is not known', () => {
  const on = open();
  trading(on, 10, { from: 50_000 });
  on.wait(4);
  for (let id = 1; id <= 3; id++) {
    on.trade(id, 100, 1, 'sell');
    on.wait(0.5);
  }
  const { cvd } = makeFlow(readingOf(on), [1]);
  expect(cvd === null || Date.parse(cvd.since) >= Date.parse('2026-01-15T12:00:14.000Z')).toBe(true);
});

test('a book that is not in order has no count of levels', () => {
  const on = open();
  trading(on, 5);
  on.depth(9_000, 9_000, { bids: [[99, 1]] });
  const book = makeBook(readingOf(on), 5);
  expect(book.levels_total).toBeNull();
  expect(book.absent.map(({ field }) => field)).toContain('levels_total');
});

test('the side that a book has is shown, and counted', () => {
  const on = open();
  on.depth(1_002, 1_002, { asks: BOOK_A.asks.map(([price]) => [price, 0] as const) });
  expect(makeBook(readingOf(on), 2)).toMatchObject({
    seq: 1_002,
    bids: [
      { p: 100, q: 5 },
      { p: 99.9, q: 3 },
    ],
    asks: [],
    levels_total: { bids: 5, asks: 0 },
    absent: [],
  });
});

test('a late trade moves no volume delta back over trades that are not known', () => {
  const on = open();
  const id = trading(on, 10);
  const before = makeFlow(readingOf(on), [1]).cvd;
  on.trade(id, 100, 7, 'sell', -30);
  on.depth(id + 1_001, id + 1_001);
  expect(makeFlow(readingOf(on), [1]).cvd).toEqual(before);
});

test('trades that come in another order than they were made begin no new count', () => {
  const on = open();
  const id = trading(on, 20);
  on.trade(id + 1, 100, 1, 'buy', -9);
  on.trade(id, 100, 1, 'buy');
  on.wait(0.2);
  expect(counts(on, [10])).toEqual([21]);
});
