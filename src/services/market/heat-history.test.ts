import { describe, expect, test } from 'vitest';
import { codedSize } from '../../analytics/book/index.ts';
import { instrumentId, US_PER_SECOND } from '../../core/index.ts';
import { makeHeat } from './heat-answer.ts';
import { stateText } from './testing/engine-state.ts';
import {
  CAPACITY,
  COLUMN_BYTES,
  COLUMN_STATE,
  columnsAfter,
  createHeatRing,
  emptyColumn,
  pushColumn,
  ROWS,
} from './heat-ring.ts';
import { readMarket } from './reading.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const ID = instrumentId(VENUE, SYMBOL);

interface Column {
  readonly second: number;
  readonly bid: number;
  readonly buy: number;
  readonly sell: number;
  readonly state: number;
  readonly sizes: readonly (number | null)[];
}

function decoded(base64: string): Column[] {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return Array.from({ length: bytes.length / COLUMN_BYTES }, (_, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at * COLUMN_BYTES, COLUMN_BYTES);
    return {
      second: view.getFloat64(0, true) / 1_000,
      bid: view.getFloat64(8, true),
      buy: view.getFloat32(24, true),
      sell: view.getFloat32(28, true),
      state: view.getUint16(36, true),
      sizes: Array.from({ length: ROWS }, (__, row) => codedSize(view.getUint16(40 + 2 * row, true))),
    };
  });
}

function heatOf({ engine, now }: Stage, place = {}) {
  const reading = readMarket(engine, ID, now());
  if (reading === null) throw new Error('not followed');
  return makeHeat(reading, place);
}

/** Keeps the book's stream alive for some seconds, from update `from` on. */
function flowing(on: Stage, seconds: number, from: number): number {
  for (let i = 0; i < seconds * 2; i++) {
    on.depth(from + i, from + i);
    on.wait(0.5);
  }
  return from + seconds * 2;
}

describe('a market second by second', () => {
  test('there is nothing before the first whole book', () => {
    const on = stage();
    on.wait(5);
    expect(heatOf(on)).toMatchObject({ epoch: 0, price_step: null, from: 0, next: 0, columns: '' });
  });

  test('each second is the book as it stood at its end, with what was traded in it', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    on.trade(1, 100.2, 1, 'buy');
    let next = flowing(on, 2, 11);
    on.trade(2, 100.2, 2, 'buy');
    on.trade(3, 100, 0.5, 'sell');
    next = flowing(on, 2, next);
    const heat = heatOf(on);
    const columns = decoded(heat.columns);
    expect(columns.map(({ state }) => state)).toEqual(columns.map(() => COLUMN_STATE.book));
    expect(columns.at(-1)).toMatchObject({ bid: 100 });
    const traded = columns.find(({ buy }) => buy > 0 && buy !== 1);
    expect(traded).toMatchObject({ buy: 2, sell: 0.5 });
    const sum = columns.at(-1)?.sizes.reduce((total: number, size) => total + (size ?? 0), 0) ?? 0;
    expect(sum).toBeGreaterThan(0);
    // One column per second, without repeats.
    expect(columns.map(({ second }) => second - (columns[0]?.second ?? 0))).toEqual(columns.map((_, i) => i));
    expect(heatOf(on, { epoch: heat.epoch, after: heat.next })).toMatchObject({ from: heat.next, next: heat.next, columns: '' });
    expect(decoded(heatOf(on, { epoch: heat.epoch, after: heat.next - 1 }).columns)).toHaveLength(1);
    expect(decoded(heatOf(on, { epoch: heat.epoch + 1, after: heat.next - 1 }).columns)).toHaveLength(columns.length);
  });

  test('a gap is a gap for as long as it lasts: the last book is never carried into it', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    const next = flowing(on, 3, 11);
    const before = heatOf(on).next;
    on.depth(next + 5, next + 5);
    on.wait(3);
    const during = decoded(heatOf(on).columns).slice(before);
    expect(during.length).toBeGreaterThanOrEqual(2);
    for (const { state, bid, sizes } of during) {
      expect([state, bid]).toEqual([COLUMN_STATE.gap, Number.NaN]);
      expect(sizes.every((size) => size === null)).toBe(true);
    }
  });

  test('seconds in which the program itself did not run are unseen', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    flowing(on, 3, 11);
    const heat = on.engine.heat.get(ID);
    const before = heatOf(on).next;
    const now = on.now() + 20 * US_PER_SECOND;
    // The first message shows that the time really passed.
    const text = JSON.stringify({ e: 'trade', E: now / 1_000, s: SYMBOL, t: 1, p: '100', q: '1', T: now / 1_000, m: false });
    on.engine.apply({ kind: 'frame', conn: 1, text, venue: VENUE, at: now }, null);
    on.engine.apply({ kind: 'tick', venue: VENUE, at: now }, null);
    const states = decoded(heatOf(on).columns)
      .slice(before)
      .map(({ state }) => state);
    expect(states.filter((state) => state === COLUMN_STATE.unseen).length).toBeGreaterThanOrEqual(19);
    expect(heat?.second).toBe(Math.floor(now / US_PER_SECOND));
  });

  test('a process that keeps no picture says so, and does not show an empty one', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    const reading = readMarket({ ...on.engine, state: on.engine.state, heat: undefined } as never, ID, on.now());
    if (reading === null) throw new Error('not followed');
    expect(() => makeHeat(reading, {})).toThrow('kept by the process that follows the venue');
  });

  test('a checkpoint does not carry the picture', () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    flowing(on, 3, 11);
    expect(stateText(on.engine).length).toBeLessThan(400_000);
  });
});

describe('the ring', () => {
  const filled = (count: number) => {
    const ring = createHeatRing({ epoch: 1, step: 1, mid: 100 });
    for (let second = 0; second < count; second++) pushColumn(ring, emptyColumn(second, COLUMN_STATE.gap));
    return ring;
  };
  const seconds = (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer);
    return Array.from({ length: bytes.length / COLUMN_BYTES }, (_, i) => view.getFloat64(i * COLUMN_BYTES, true) / 1_000);
  };

  test('takes half a megabyte a market, however long it runs', () => {
    expect(filled(5_000).buffer.byteLength).toBe(CAPACITY * COLUMN_BYTES);
    expect(CAPACITY * COLUMN_BYTES).toBeLessThan(540_000);
  });

  test.each([0, 1, 5, CAPACITY, CAPACITY + 1, 2 * CAPACITY + 7])('of %d columns gives the newest, in order', (count) => {
    const { from, bytes } = columnsAfter(filled(count), 0);
    const expected = Array.from({ length: Math.min(count, CAPACITY) }, (_, i) => count - Math.min(count, CAPACITY) + i);
    expect(seconds(bytes)).toEqual(expected);
    expect(from).toBe(expected[0] ?? 0);
  });

  test('gives those from a number on, and none to a reader that has all or claims more', () => {
    const ring = filled(CAPACITY + 10);
    expect(seconds(columnsAfter(ring, CAPACITY + 7).bytes)).toEqual([CAPACITY + 7, CAPACITY + 8, CAPACITY + 9]);
    for (const after of [CAPACITY + 10, CAPACITY + 999]) expect(columnsAfter(ring, after)).toMatchObject({ from: CAPACITY + 10 });
  });
});
