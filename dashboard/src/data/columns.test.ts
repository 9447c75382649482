import { expect, test } from 'vitest';
import { codedSize as serverSize, sizeCode } from '../../../src/analytics/book/index.ts';
import {
  COLUMN_STATE,
  columnsAfter,
  createHeatRing,
  emptyColumn,
  pushColumn,
  ROWS,
} from '../../../src/services/market/heat-ring.ts';
import { codedSize, readColumns, SIZE_UNKNOWN, takeColumns } from './columns.ts';

const message = (from: number, count: number, epoch = 1) => {
  const ring = createHeatRing({ epoch, step: 0.5, mid: 100 });
  const rows = new Uint16Array(ROWS).fill(sizeCode(2.5));
  for (let second = 0; second < from + count; second++) {
    if (second % 5 === 4) pushColumn(ring, emptyColumn(second, COLUMN_STATE.gap));
    else pushColumn(ring, { second, state: COLUMN_STATE.book, bid: 100, ask: 100.5, buy: 1.5, sell: 0, first: -7, rows });
  }
  const { bytes } = columnsAfter(ring, from);
  const columns = Buffer.from(bytes).toString('base64');
  return { epoch, price_step: 0.5, rows: ROWS, column_ms: 1_000, capacity: 20, from, next: from + count, columns } as never;
};

test('reads what the server writes', () => {
  const [first, , , , gap] = readColumns(message(0, 5));
  expect(first).toMatchObject({ time: 0, state: 'book', bid: 100, ask: 100.5, buy: 1.5, sell: 0, first: -7 });
  expect(codedSize(first?.rows[3] ?? 0)).toBeCloseTo(2.5, 2);
  expect(gap).toMatchObject({ time: 4_000, state: 'gap', bid: null, ask: null, buy: null, sell: null });
  expect([...(gap?.rows ?? [])].every((code) => code === SIZE_UNKNOWN)).toBe(true);
});

test('reads sizes as the server does', () => {
  for (let code = 0; code <= SIZE_UNKNOWN; code += 257) expect(codedSize(code)).toBe(serverSize(code));
});

test('a message with an incomplete column is refused', () => {
  expect(() => readColumns({ columns: btoa('abc'), rows: ROWS })).toThrow(RangeError);
});

test('a consecutive message is appended, any other replaces all, and no more columns are stored than on the server', () => {
  const first = takeColumns(null, message(0, 5));
  const second = takeColumns(first, message(5, 3));
  expect([second?.from, second?.columns.length]).toEqual([0, 8]);
  const full = takeColumns(second, message(8, 30));
  expect([full?.from, full?.columns.length, full?.columns[0]?.time]).toEqual([18, 20, 18_000]);
  expect(takeColumns(full, message(50, 2))).toMatchObject({ from: 50 });
  expect(takeColumns(full, message(38, 2, 2))).toMatchObject({ epoch: 2, from: 38 });
});
