import { describe, expect, test } from 'vitest';
import { makeChanges } from './changes.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { stateOf } from './market-state.ts';
import { readMarket, type Reading } from './reading.ts';
import { createBook, loadSnapshot } from '../../analytics/book/index.ts';
import { moments } from './studies/moments.ts';
import { wallChanges } from './wall-changes.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

/** A market with one update and one trade of `size` a second. */
function market(): Stage & { run(seconds: number, size: number, side: 'buy' | 'sell'): void; next(): number } {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  let id = 11;
  let traded = 0;
  const next = () => ++id;
  return {
    ...on,
    next,
    run(seconds, size, side) {
      for (let i = 0; i < seconds; i++) {
        on.wait(1);
        on.depth(next(), id, { bids: [[99.5, 1 + (id % 2)]] });
        on.trade(++traded, 100, size, side);
      }
    },
  };
}

test('before the market was watched that long, there is no then, and it says when there will be', () => {
  const on = market();
  on.run(50, 1, 'buy');
  const { then, now, change_bps, walls, flow, coverage, absent } = makeChanges(readingOf(on), 1);
  expect([then, change_bps, walls, flow]).toEqual([null, null, null, null]);
  expect(now?.mid_price).toBe(100.1);
  expect(coverage).toMatchObject({ from: null, complete: false });
  expect(absent.find(({ field }) => field === 'then')).toEqual({
    field: 'then',
    reason: 'the book is watched only since 2026-01-15T12:00:00.100Z',
    ready_at: '2026-01-15T12:01:00.100Z',
  });
});

test('then is a sample of the book, now is the present one, and the flow is that of the minutes', () => {
  const on = market();
  on.run(120, 1, 'buy');
  // The mid rises from 100.1 to 100.3, and the ask grows.
  on.depth(on.next(), 132, {
    bids: [[100.4, 2]],
    asks: [
      [100.2, 0],
      [100.3, 0],
      [100.4, 0],
    ],
  });
  on.depth(on.next(), 133, {
    bids: [
      [100.1, 1],
      [100.4, 0],
    ],
  });
  on.run(60, 0.5, 'sell');
  const changes = makeChanges(readingOf(on), 1);
  expect(changes.then).toMatchObject({ at: '2026-01-15T12:01:50.100Z', mid_price: 100.1 });
  expect(changes.then?.depth[0]).toEqual({ within_bps: 10, bid: 5, ask: 4 });
  expect(changes.now).toMatchObject({ at: '2026-01-15T12:03:00.000Z', mid_price: 100.3 });
  expect(changes.change_bps).toBeCloseTo(19.980_02, 5);
  expect(changes.flow).toEqual({ buy: 0, sell: 30, net: -30, trades: 60, refilled_trades: 0 });
  expect(changes.flow_before).toEqual({ buy: 60, sell: 0, net: 60, trades: 60, refilled_trades: 0 });
  // Bid 100.1 and ask 100.5 at each of the samples of this minute; 100 and 100.2 in the two minutes before.
  const [narrow, wide] = [20, 39.960_04];
  expect(changes.spread).toMatchObject({ samples: 6, every_sec: 10 });
  expect(changes.spread?.median_bps).toBeCloseTo(wide, 5);
  const three = makeChanges(readingOf(on), 3).spread;
  expect(three).toMatchObject({ samples: 18 });
  expect(three?.median_bps).toBeCloseTo(narrow, 5);
  expect(three?.p95_bps).toBeCloseTo(wide, 5);
  expect(three?.max_bps).toBeCloseTo(wide, 5);
  expect(changes.coverage).toEqual({ from: changes.then?.at, to: changes.as_of, complete: true });
});

test('a lost book within the minutes is an event; one at then leaves no then', () => {
  const on = market();
  on.run(30, 1, 'buy');
  on.next();
  on.depth(on.next(), 43);
  for (let i = 0; i < 30; i++) {
    on.wait(1);
    on.ticker();
  }
  on.snapshot(50, BOOK_A);
  on.depth(51, 51);
  on.next();
  const bookEvents = () =>
    makeChanges(readingOf(on), 1)
      .events.filter(({ text }) => text.startsWith('book'))
      .map(({ what, time, text }) => [what, time.slice(11, 19), text]);
  // One row for a gap that began and ended in the minute.
  expect(bookEvents()).toEqual([['gap', '12:00:30', 'book 12:00:30 to 12:01:00']]);
  for (let i = 0; i < 45; i++) {
    on.wait(1);
    on.depth(52 + i, 52 + i, { bids: [[99.5, 1 + (i % 2)]] });
  }
  expect(bookEvents()).toEqual([['gap_ended', '12:01:00', 'book 12:00:30 to 12:01:00']]);
  expect(makeChanges(readingOf(on), 1)).toMatchObject({
    then: null,
    absent: expect.arrayContaining([{ field: 'then', reason: 'the book was not whole at that time', ready_at: null }]) as object,
  });
});

test('moments are kept for half an hour, and a checkpoint holds them', () => {
  const on = market();
  for (let i = 0; i < 250; i++) {
    on.wait(10);
    on.depth(on.next(), 12 + i);
  }
  const reading = readingOf(on);
  const full = makeChanges(reading, 30);
  expect(full.then?.at).toBe('2026-01-15T12:11:30.100Z');
  const kept = fromCheckpointedMarket(structuredClone(toCheckpointedMarket(reading.market)));
  expect(makeChanges({ ...reading, market: kept }, 30)).toEqual(full);
  expect(stateOf(reading.market, moments).samples.count).toBe(183);
});

describe('walls', () => {
  const book = createBook();
  loadSnapshot(book, Float64Array.of(100, 5, 99, 12, 98, 3), Float64Array.of(101, 5, 102, 30));
  book.known = { from: null, to: null };
  const wall = (side: 'bid' | 'ask', price: number, size: number) => ({ side, price, size });

  test('appear, vanish, grow and shrink; their sizes of now are those of the book', () => {
    const before = [wall('bid', 99, 10), wall('bid', 98, 9), wall('ask', 103, 40), wall('ask', 101, 5.5)];
    expect(wallChanges(book, { walls: before, found: 4 }, [wall('bid', 99, 12), wall('ask', 102, 30)])).toEqual([
      { change: 'vanished', side: 'ask', price: 103, qty_then: 40, qty_now: 0 },
      { change: 'now_a_wall', side: 'ask', price: 102, qty_now: 30 },
      { change: 'grew', side: 'bid', price: 99, qty_then: 10, qty_now: 12 },
      { change: 'shrank', side: 'bid', price: 98, qty_then: 9, qty_now: 3 },
    ]);
  });

  test('beyond the known book are left out, because they may still be there', () => {
    const short = { ...book, known: { from: 99, to: null } };
    expect(wallChanges(short, { walls: [wall('bid', 90, 10)], found: 1 }, [])).toEqual([]);
  });

  test('that may have stood unsampled are not new: those up to the smallest sampled, if some were not', () => {
    const before = [wall('bid', 99, 12)];
    const now = [wall('ask', 102, 30), wall('bid', 100, 5), wall('ask', 101, 12)];
    const isNew = (found: number) => wallChanges(book, { walls: before, found }, now).map(({ price }) => price);
    expect(isNew(1)).toEqual([102, 101, 100]);
    expect(isNew(2)).toEqual([102]);
  });
});

test('minutes in which the book was not whole are not complete, and their spreads are not counted', () => {
  const on = market();
  on.run(120, 1, 'buy');
  on.wait(40);
  on.snapshot(on.next() + 10, BOOK_A);
  on.run(60, 1, 'buy');
  const { spread, coverage } = makeChanges(readingOf(on), 2);
  expect(spread?.samples).toBeLessThan(11);
  expect(coverage.complete).toBe(false);
});

test('a gap noticed within the minutes is an event although it began before them', () => {
  const on = market();
  on.run(2, 1, 'buy');
  const id = 1_000;
  on.wait(10);
  on.trade(id, 100, 1, 'buy');
  on.wait(55);
  const gaps = () => makeChanges(readingOf(on), 1).events.map(({ what, text }) => [what, text.split(' ')[0]]);
  expect(gaps()).toContainEqual(['gap', 'trade']);
  on.wait(10);
  expect(gaps()).not.toContainEqual(['gap', 'trade']);
});
