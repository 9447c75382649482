import { describe, expect, test } from 'vitest';
import { applyLevels, createBook, loadSnapshot, touchOf, type OrderBook } from '../../book/index.ts';
import { closeDecreases, newOutflow, takeDecrease, takePrintAt } from './decreases.ts';
import { chancePerHour, keepWithdrawal, newRecord, noteWall } from './rarity.ts';
import { takeLayers, withdrawalOf } from './withdrawal.ts';
import {
  newWallTracker,
  passWallTime,
  resetWalls,
  seedWalls,
  setUsual,
  takeUpdate,
  takeWallPrint,
  type BookAt,
  type WallTracker,
} from './wall-tracker.ts';

const MS = 1_000;
const S = 1_000_000;
const RULE = { multiplier: 1.5, minimum: 0 };
const usual = Array.from({ length: 40 }, () => 2);

/** Bids 100, 99.99 … and asks 100.01, 100.02 …, one each, and walls from 3 up. */
function setUp(known: { depth?: number } = {}): { book: OrderBook; tracker: WallTracker; at(time: number): BookAt } {
  const book = createBook();
  const side = (from: number, step: number) =>
    Float64Array.from(Array.from({ length: 40 }, (_, i) => [Number((from + i * step).toFixed(2)), 1]).flat());
  loadSnapshot(book, side(100, -0.01), side(100.01, 0.01), known);
  const tracker = newWallTracker();
  resetWalls(tracker, book.known, 0);
  setUsual(tracker, { bid: usual, ask: usual }, RULE);
  const at = (time: number): BookAt => {
    const touch = touchOf(book);
    if (touch === null) throw new Error('no touch');
    return { book, touch, mark: { at: time, session: 1, seq: time }, rule: RULE };
  };
  return { book, tracker, at };
}

const none = new Float64Array();

function change({ book, tracker, at }: ReturnType<typeof setUp>, time: number, price: number, size: number) {
  const bids = Float64Array.from([price, size]);
  applyLevels(book, 'bid', bids);
  return takeUpdate(tracker, at(time), { bids, asks: none });
}

describe('the cause of a decrease', () => {
  test('a print within 250 ms before or after explains it; a later print does not', () => {
    for (const [printAt, traded] of [
      [750 * MS, 2],
      [749 * MS, 0],
      [1_250 * MS, 2],
      [1_251 * MS, 0],
    ] as const) {
      const flow = newOutflow();
      if (printAt < S) takePrintAt(flow, printAt, 2);
      takeDecrease(flow, S, S, 2);
      if (printAt > S) takePrintAt(flow, printAt, 2);
      closeDecreases(flow, 2 * S);
      expect([flow.traded, flow.cancelled]).toEqual([traded, 2 - traded]);
    }
  });

  test('in a book that updates once a second, a decrease can be from any time since the last update', () => {
    const flow = newOutflow();
    takePrintAt(flow, 100 * MS, 1.5);
    takeDecrease(flow, 0, S, 2);
    closeDecreases(flow, 3 * S);
    expect([flow.traded, flow.cancelled]).toEqual([1.5, 0.5]);
  });

  test('no print explains more than its size, or twice', () => {
    const flow = newOutflow();
    takePrintAt(flow, S, 1);
    takeDecrease(flow, S, S, 0.6);
    takeDecrease(flow, S, S, 0.6);
    closeDecreases(flow, 3 * S);
    expect(flow.traded).toBeCloseTo(1, 12);
    expect(flow.cancelled).toBeCloseTo(0.2, 12);
  });
});

describe('the life of a wall', () => {
  test('it appears, is pulled and ends; its start and end are recorded', () => {
    const on = setUp();
    seedWalls(on.tracker, on.at(0), []);
    expect(change(on, S, 99.9, 10)).toHaveLength(1);
    change(on, 4 * S, 99.9, 0);
    expect(passWallTime(on.tracker, on.book, 4 * S + 500 * MS)).toEqual([]);
    const [wall] = passWallTime(on.tracker, on.book, 5 * S);
    expect(wall).toMatchObject({ price: 99.9, peak: 10, traded: 0, cancelled: 10, seenBirth: true, front: 10, larger: 0 });
    expect(withdrawalOf(wall ? [wall] : [])).toMatchObject({ lifeSeconds: 3, timesP95: 5, tradedShare: 0, side: 'bid' });
  });

  test('an executed wall is absorbed, whether the print or the book update comes first', () => {
    const on = setUp();
    seedWalls(on.tracker, on.at(0), []);
    change(on, S, 100, 10);
    takeWallPrint(on.tracker, { at: 2 * S, price: 100, size: 4, side: 'sell' });
    change(on, 2 * S + 50 * MS, 100, 6);
    change(on, 3 * S, 100, 0.5);
    takeWallPrint(on.tracker, { at: 3 * S + 100 * MS, price: 100, size: 5.5, side: 'sell' });
    const [wall] = passWallTime(on.tracker, on.book, 5 * S);
    expect(wall).toMatchObject({ traded: 9.5, cancelled: 0 });
  });

  test('a snapshot is not a cancellation, and no wall is born before existing walls are registered again', () => {
    const on = setUp();
    seedWalls(on.tracker, on.at(0), []);
    change(on, S, 99.9, 10);
    resetWalls(on.tracker, on.book.known, 2 * S);
    change(on, 2 * S, 99.9, 0);
    expect(change(on, 2 * S, 99.8, 10)).toEqual([]);
    expect(passWallTime(on.tracker, on.book, 9 * S)).toEqual([]);
  });

  test('a level that enters the known range is not born, and a level that leaves it is not cancelled', () => {
    const on = setUp({ depth: 40 });
    seedWalls(on.tracker, on.at(0), []);
    expect(change(on, S, 99, 10)).toEqual([]);
    change(on, S, 99.7, 10);
    on.book.known = { ...on.book.known, from: 99.8 };
    expect(passWallTime(on.tracker, on.book, 5 * S)).toEqual([]);
    expect(on.tracker.walls.bid.size).toBe(0);
  });

  test('an order that moves to another price is one order', () => {
    const on = setUp();
    seedWalls(on.tracker, on.at(0), []);
    change(on, S, 99.9, 10);
    change(on, 3 * S, 99.9, 0);
    change(on, 3 * S + 100 * MS, 99.91, 10.5);
    expect(passWallTime(on.tracker, on.book, 4 * S)).toEqual([]);
    change(on, 6 * S, 99.91, 0);
    const [wall] = passWallTime(on.tracker, on.book, 7 * S);
    expect(withdrawalOf(wall ? [wall] : [])).toMatchObject({ lifeSeconds: 5 });
    expect(wall?.moves).toBe(1);
  });

  test('layers that appear and disappear together are one withdrawal', () => {
    const on = setUp();
    seedWalls(on.tracker, on.at(0), []);
    const prices = [99.9, 99.88, 99.86];
    for (const price of prices) change(on, S, price, 6);
    for (const price of prices) change(on, 4 * S, price, 0);
    const leaving = passWallTime(on.tracker, on.book, 5 * S);
    expect(withdrawalOf(takeLayers(leaving))).toMatchObject({ layers: 3, size: 18, timesP95: 9 });
    expect(leaving).toEqual([]);
  });
});

describe('how rare a withdrawal is in its market', () => {
  const HOUR = 3_600 * S;
  const withdrawal = (times: number, at: number, distanceBps = 10) => ({
    side: 'bid' as const,
    price: 99,
    layers: 1,
    size: times,
    timesP95: times,
    larger: 0,
    front: 9,
    distanceBps,
    tradedShare: 0,
    birth: { at: at - 3 * S, session: null, seq: null },
    end: { at, session: null, seq: null },
    lifeSeconds: 3,
    spreadsMoved: 2,
    benefit: 0.5,
  });

  /** Walls of all sizes, half of them pulled quickly. */
  function market(walls: number) {
    const record = newRecord();
    record.since = HOUR;
    for (let i = 0; i < walls; i++) {
      noteWall(record, HOUR + i * S, 10, 1.5 + (i % 20) / 4);
      Object.assign(record.notes.at(-1) ?? {}, { fate: i % 2 === 0 ? 'quick' : 'other', favoured: i % 3 === 0 });
    }
    return record;
  }

  const chance = (walls: number, times: number, distanceBps = 10): number => {
    const record = market(walls);
    const now = HOUR + 1_200 * S;
    return chancePerHour(record, keepWithdrawal(record, withdrawal(times, now, distanceBps), []), now) ?? Number.NaN;
  };

  test('a larger wall, and one in a market with fewer walls, is rarer', () => {
    expect(chance(400, 12)).toBeLessThan(chance(400, 5));
    expect(chance(20, 8)).toBeLessThan(chance(400, 8));
    expect(chance(400, 8, 80)).toBeLessThan(chance(400, 8, 10));
  });

  test('earlier deliberate withdrawals do not count as usual', () => {
    const record = market(100);
    const now = HOUR + 1_200 * S;
    const before = chancePerHour(record, keepWithdrawal(record, withdrawal(9, now), []), now);
    const after = market(100);
    for (let i = 0; i < 10; i++) {
      const id = noteWall(after, HOUR + i * 60 * S, 10, 9);
      Object.assign(after.notes.at(-1) ?? {}, { fate: 'quick', favoured: true });
      keepWithdrawal(after, { ...withdrawal(9, HOUR + i * 60 * S), side: 'ask' }, [id]);
    }
    const then = chancePerHour(after, keepWithdrawal(after, withdrawal(9, now), []), now);
    expect(then).toBeLessThan(2 * (before ?? 0));
  });

  test('without data there is no estimate', () => {
    const record = newRecord();
    expect(chancePerHour(record, keepWithdrawal(record, withdrawal(9, HOUR), []), HOUR)).toBeNull();
  });
});
