import { describe, expect, test } from 'vitest';
import { applyLevel, createBook, loadSnapshot } from '../../book/index.ts';
import { newFindings } from './findings.ts';
import { judgeRefill, newIcebergWatch, passIcebergTime, resetIcebergs, takeIcebergPrint, takeIcebergUpdate } from './iceberg.ts';

const MS = 1_000;
const S = 1_000_000;

/** A bid of 2.0 at 100 in a book that updates ten times a second. */
function setUp() {
  const book = createBook();
  loadSnapshot(book, Float64Array.of(100, 2, 99.9, 5), Float64Array.of(100.1, 3));
  const watch = newIcebergWatch();
  // A market observed for an hour, in which one level in ten is refilled, hardly ever twice with similar sizes.
  Object.assign(watch.record, { since: -3_600 * S, depleted: 500, refilled: 50, depletedAgain: 50, refilledAgain: 10 });
  for (let i = 1; i <= 40; i++) watch.record.pairs.push(i / 10);
  const findings = newFindings('v:S');
  const mark = (at: number) => ({ at, session: 1, seq: at });
  return {
    watch,
    findings,
    sell: (at: number, size: number) => takeIcebergPrint(watch, book, { at, price: 100, size, side: 'sell' }, mark(at)),
    show(at: number, size: number) {
      applyLevel(book, 'bid', 100, size);
      for (const level of takeIcebergUpdate(watch, book, at)) judgeRefill(watch, findings, level, mark(at), 100.05);
    },
    pass: (at: number) => passIcebergTime(watch, findings, at),
  };
}

type Stage = ReturnType<typeof setUp>;

/** Executes a whole display of 2.0 five times; each next update shows it again. */
function worked(on: Stage, gap = 100 * MS): void {
  on.show(0, 2);
  for (let i = 1; i <= 5; i++) {
    const at = i * S;
    on.show(at - 100 * MS, 2);
    on.sell(at, 2);
    on.show(at + gap / 2, 0);
    on.show(at + gap, 2);
  }
}

describe('an iceberg at a price', () => {
  test('is found once its refills are unlikely by chance, and grows with the executed size', () => {
    const on = setUp();
    worked(on);
    expect(on.findings.all).toHaveLength(1);
    expect(on.findings.all[0]).toMatchObject({ kind: 'iceberg', side: 'bid', price: 100, severity: 'high', end: null });
    expect(on.findings.all[0]?.seen).toMatchObject({ executed: 10, display: 2, hidden_at_least: 8, refills: 5 });
  });

  test('a slice that is placed and executed between two updates is found from the inflow', () => {
    const on = setUp();
    on.show(0, 2);
    for (let i = 1; i <= 6; i++) {
      on.show(i * S - 100 * MS, 2);
      on.sell(i * S, 2);
      on.sell(i * S + 10 * MS, 1.5);
      // At the update, 0.5 of the new slice of 2.0 is left; then the rest is executed, and the next slice is placed.
      on.show(i * S + 50 * MS, 0.5);
      on.sell(i * S + 120 * MS, 0.5);
      on.show(i * S + 150 * MS, 2);
    }
    expect(on.findings.all).toHaveLength(1);
    expect(on.findings.all[0]?.seen['refills']).toBeGreaterThanOrEqual(10);
  });

  test('a level without refills, with late refills, or with refills of different sizes is not an iceberg', () => {
    const bare = setUp();
    bare.show(0, 2);
    for (let i = 1; i <= 5; i++) {
      bare.sell(i * S, 0.3);
      bare.show(i * S + 50 * MS, 2 - 0.3 * i);
    }
    expect(bare.findings.all).toEqual([]);
    const late = setUp();
    worked(late, 1_400 * MS);
    expect(late.findings.all).toEqual([]);
    const uneven = setUp();
    uneven.show(0, 2);
    [2, 0.4, 5, 1, 9].forEach((size, i, sizes) => {
      uneven.sell((i + 1) * S, i === 0 ? 2 : (sizes[i - 1] ?? 0));
      uneven.show((i + 1) * S + 50 * MS, size);
    });
    expect(uneven.findings.all).toEqual([]);
  });

  test('a book that updates once a second cannot show a refill within half a second', () => {
    const on = setUp();
    for (let i = 0; i <= 8; i++) {
      on.show(i * S, 2);
      on.sell(i * S + 600 * MS, 2);
    }
    expect(on.findings.all).toEqual([]);
  });

  test('a minute without a refill ends it, and a new book resets the displayed sizes', () => {
    const on = setUp();
    worked(on);
    on.pass(20 * S);
    expect(on.findings.all[0]?.end).toBeNull();
    on.pass(90 * S);
    expect(on.findings.all[0]?.end).toBe(on.findings.all[0]?.last);
    resetIcebergs(on.watch);
    expect(on.watch.levels.bid.size).toBe(0);
  });
});
