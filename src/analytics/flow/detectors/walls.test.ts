import { describe, expect, test } from 'vitest';
import { applyLevels, createBook, loadSnapshot, touchOf, type OrderBook } from '../../book/index.ts';
import { closeDecreases, newOutflow, takeDecrease, takePrintAt } from './decreases.ts';
import { passFlowSecond } from './taker-flow.ts';
import { layersOf, withdrawalOf, type EndedWall, type Withdrawal } from './withdrawal.ts';
import {
  newWallTracker,
  observeBook,
  passWallTime,
  resetWalls,
  takeUpdate,
  takeWallPrint,
  type BookAt,
  type TrackedWall,
  type WallTracker,
} from './wall-tracker.ts';

const MS = 1_000;
const S = 1_000_000;
const RULE = { minimum: 0 };

/** Bids 100, 99.99 … and asks 100.01, 100.02 …, one each for half a minute, so that walls begin at 2. */
function setUp(known: { depth?: number } = {}): { book: OrderBook; tracker: WallTracker; at(time: number): BookAt } {
  const book = createBook();
  const side = (from: number, step: number) =>
    Float64Array.from(Array.from({ length: 40 }, (_, i) => [Number((from + i * step).toFixed(2)), 1]).flat());
  loadSnapshot(book, side(100, -0.01), side(100.01, 0.01), known);
  const tracker = newWallTracker();
  resetWalls(tracker, book.known, 0);
  const at = (time: number): BookAt => {
    const touch = touchOf(book);
    if (touch === null) throw new Error('no touch');
    return { book, touch, mark: { at: time, session: 1, seq: time }, rule: RULE };
  };
  for (let time = -30 * S; time < 0; time += S) {
    passFlowSecond(tracker.flow, time);
    observeBook(tracker, at(time));
  }
  return { book, tracker, at };
}

const none = new Float64Array();

const ended = (walls: readonly TrackedWall[]): EndedWall[] =>
  walls.map(({ end, endStanding, ...wall }) => {
    if (end === null || endStanding === null) throw new Error('the wall stands');
    return { ...wall, end, endStanding };
  });

const combine = ({ tracker }: ReturnType<typeof setUp>, walls: readonly TrackedWall[], mid = 100.005): Withdrawal =>
  withdrawalOf(ended(walls), { flow: tracker.flow, spread: Math.exp(tracker.spread ?? Number.NaN), mid });

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
    expect(change(on, S, 99.9, 10)).toHaveLength(1);
    change(on, 4 * S, 99.9, 0);
    expect(passWallTime(on.tracker, on.book, 4 * S + 500 * MS)).toEqual([]);
    const [wall] = passWallTime(on.tracker, on.book, 5 * S);
    expect(wall).toMatchObject({ price: 99.9, peak: 10, traded: 0, cancelled: 10, seenBirth: true, front: 10, larger: 0 });
    expect(combine(on, wall ? [wall] : [])).toMatchObject({ lifeSeconds: 3, tradedShare: 0, side: 'bid', similar: 0 });
    expect(combine(on, wall ? [wall] : []).times).toBeCloseTo(10, 9);
  });

  test('an executed wall is absorbed, whether the print or the book update comes first', () => {
    const on = setUp();
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
    change(on, S, 99.9, 10);
    resetWalls(on.tracker, on.book.known, 2 * S);
    change(on, 2 * S, 99.9, 0);
    expect(change(on, 2 * S, 99.8, 10)).toEqual([]);
    expect(passWallTime(on.tracker, on.book, 9 * S)).toEqual([]);
  });

  test('a level that enters the known range is not born, and a level that leaves it is not cancelled', () => {
    const on = setUp({ depth: 40 });
    expect(change(on, S, 99, 10)).toEqual([]);
    change(on, S, 99.7, 10);
    on.book.known = { ...on.book.known, from: 99.8 };
    expect(passWallTime(on.tracker, on.book, 5 * S)).toEqual([]);
    expect(on.tracker.walls.bid.size).toBe(0);
  });

  test('an order that moves to another price is one order', () => {
    const on = setUp();
    change(on, S, 99.9, 10);
    change(on, 3 * S, 99.9, 0);
    change(on, 3 * S + 100 * MS, 99.91, 10.5);
    expect(passWallTime(on.tracker, on.book, 4 * S)).toEqual([]);
    change(on, 6 * S, 99.91, 0);
    const [wall] = passWallTime(on.tracker, on.book, 7 * S);
    expect(combine(on, wall ? [wall] : [])).toMatchObject({ lifeSeconds: 5 });
    expect(wall?.moves).toBe(1);
  });

  test('the move of the mid counts in usual spreads, also if the spread was wide when the wall appeared', () => {
    const on = setUp();
    for (const price of [100.01, 100.02, 100.03, 100.04, 100.05]) applyLevels(on.book, 'ask', Float64Array.from([price, 0]));
    change(on, S, 99.9, 10);
    applyLevels(on.book, 'ask', Float64Array.from([100.01, 1]));
    change(on, 4 * S, 99.9, 0);
    const [wall] = passWallTime(on.tracker, on.book, 5 * S);
    const gone = combine(on, wall ? [wall] : []);
    expect(gone.moved).toBeCloseTo(-2.5, 6);
    expect(gone.spreadBorn).toBeCloseTo(Math.log(6), 6);
  });

  test('a purchase during a bid wall is opposite flow, and one just before its end is a surprise', () => {
    const on = setUp();
    for (let i = 0; i < 30; i++) {
      takeWallPrint(on.tracker, { at: (i - 30) * S, price: 100.01, size: i % 10 === 0 ? 3 : 0.001, side: 'buy' });
      passFlowSecond(on.tracker.flow, (i - 30) * S);
    }
    change(on, S, 99.9, 10);
    takeWallPrint(on.tracker, { at: 3 * S + 900 * MS, price: 100.01, size: 5, side: 'buy' });
    change(on, 4 * S, 99.9, 0);
    const [wall] = passWallTime(on.tracker, on.book, 5 * S);
    const gone = combine(on, wall ? [wall] : []);
    expect(gone.opposite).toBeGreaterThan(1);
    expect(gone.gapOpposite).toBeCloseTo(-Math.log(1 - Math.exp(-0.5 * 0.15)), 1);
    // There was no sale yet.
    expect(gone.gapSame).toBeNull();
    expect(gone.pull).toBe(0);
  });

  test('before the first trade, no flow and no last trade is known', () => {
    const on = setUp();
    change(on, S, 99.9, 10);
    change(on, 4 * S, 99.9, 0);
    const unknown = { opposite: null, pull: null, pullOpposite: null, gapOpposite: null, gapSame: null };
    expect(combine(on, passWallTime(on.tracker, on.book, 5 * S))).toMatchObject(unknown);
    // One trade in the second that runs is no usual flow yet.
    takeWallPrint(on.tracker, { at: 5 * S, price: 100.01, size: 1, side: 'buy' });
    change(on, 6 * S, 99.8, 10);
    change(on, 7 * S, 99.8, 0);
    expect(combine(on, passWallTime(on.tracker, on.book, 8 * S))).toMatchObject(unknown);
  });

  test('layers that appear and disappear together are one withdrawal', () => {
    const on = setUp();
    const prices = [99.9, 99.88, 99.86];
    for (const price of prices) change(on, S, price, 6);
    for (const price of prices) change(on, 4 * S, price, 0);
    const leaving = passWallTime(on.tracker, on.book, 5 * S);
    expect(combine(on, layersOf(ended(leaving)))).toMatchObject({ layers: 3, size: 18 });
    expect(combine(on, layersOf(ended(leaving))).total).toBeCloseTo(18, 9);
  });
});
