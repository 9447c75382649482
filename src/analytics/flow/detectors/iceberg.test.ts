import { describe, expect, test } from 'vitest';
import { applyLevel, createBook, loadSnapshot } from '../../book/index.ts';
import { addFinding, newFindings } from './findings.ts';
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

  test('fills whose prints arrive after the book, with its time, count as the same fills before it', () => {
    const on = setUp();
    on.show(0, 2);
    for (let i = 1; i <= 5; i++) {
      const at = i * S;
      on.show(at - 100 * MS, 2);
      on.show(at, 0);
      // One order that filled two; each is a print.
      on.sell(at, 1.5);
      on.sell(at, 0.5);
      on.show(at + 1 * MS, 2);
    }
    expect(on.findings.all[0]?.seen).toMatchObject({ executed: 10, display: 2, hidden_at_least: 8, refills: 5 });
  });

  test('a print that arrives after the refill of its level, or in two parts around the book, counts once', () => {
    const slices = (play: (on: Stage, at: number) => void) => {
      const on = setUp();
      on.show(0, 2);
      play(on, 1 * S);
      on.show(1 * S + 300 * MS, 2);
      expect(on.watch.record).toMatchObject({ depleted: 501, refilled: 51 });
      return on.watch.levels.bid.get(100)?.slices.map(({ size }) => size);
    };
    const afterRefill = slices((on, at) => {
      on.show(at, 0);
      on.show(at + 1 * MS, 2);
      on.sell(at, 2);
    });
    const aroundTheBook = slices((on, at) => {
      on.sell(at - 1 * MS, 1);
      on.show(at, 0);
      on.sell(at, 1);
      on.show(at + 1 * MS, 2);
    });
    const withinOneUpdate = slices((on, at) => {
      on.show(at, 2);
      on.sell(at, 2);
    });
    expect([afterRefill, aroundTheBook, withinOneUpdate]).toEqual([[2], [2], [2]]);
  });

  test('a print that arrives after a counted refill, or half a second late, changes no display', () => {
    const on = setUp();
    on.show(0, 2);
    on.sell(1 * S, 2);
    on.show(1 * S + 50 * MS, 2);
    on.sell(1 * S + 40 * MS, 2);
    on.show(1 * S + 100 * MS, 2);
    expect(on.watch.levels.bid.get(100)?.slices).toHaveLength(1);
    const late = setUp();
    late.show(0, 2);
    late.show(1 * S, 0);
    late.show(1 * S + 600 * MS, 2);
    late.sell(1 * S, 2);
    late.show(1 * S + 700 * MS, 2);
    expect(late.watch.levels.bid.get(100)?.slices).toEqual([]);
  });

  test('slices far smaller than what stood at the price first are found', () => {
    const on = setUp();
    on.show(0, 20);
    on.sell(1 * S, 20);
    on.show(1 * S + 50 * MS, 0);
    on.show(1 * S + 100 * MS, 1.5);
    for (let i = 2; i <= 7; i++) {
      on.sell(i * S, 1.5);
      on.show(i * S + 50 * MS, 0);
      on.show(i * S + 100 * MS, 1.5);
    }
    expect(on.findings.all).toHaveLength(1);
    expect(on.findings.all[0]?.seen).toMatchObject({ display: 1.5, refills: 7 });
  });

  test('five slices between two updates count as five, and one large new order as one', () => {
    const refills = (executed: number, shown: number) => {
      const on = setUp();
      worked(on);
      on.sell(6 * S, executed);
      on.show(6 * S + 100 * MS, shown);
      return on.watch.levels.bid.get(100)?.slices.length;
    };
    expect(refills(2, 2)).toBe(6);
    expect(refills(10, 2)).toBe(10);
    expect(refills(2, 10)).toBe(6);
  });

  test('slices hidden by one update are one observation', () => {
    const on = setUp();
    on.show(0, 2);
    on.sell(1 * S, 2);
    on.show(1 * S + 100 * MS, 2);
    on.sell(2 * S, 10);
    on.show(2 * S + 100 * MS, 2);
    expect(on.watch.levels.bid.get(100)?.slices).toHaveLength(6);
    expect(on.findings.all).toEqual([]);
  });

  test('in the first two minutes of a record nothing is known to be unlikely', () => {
    const on = setUp();
    on.watch.record.since = -100 * S;
    worked(on);
    expect(on.findings.all).toEqual([]);
    on.watch.record.since = -120 * S;
    on.sell(6 * S, 2);
    on.show(6 * S + 100 * MS, 2);
    expect(on.findings.all).toHaveLength(1);
  });

  test('a remainder of rounding is not a refill', () => {
    const on = setUp();
    on.show(0, 0.3);
    on.sell(1 * S, 0.1);
    on.sell(1 * S, 0.2);
    on.show(1 * S + 100 * MS, 0);
    expect(on.watch.levels.bid.get(100)?.slices).toEqual([]);
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

  test('none is found during a reported flash-crash risk, and one is found after it', () => {
    const on = setUp();
    const facts = {
      side: 'bid',
      price: null,
      severity: 'high',
      score: 0.9,
      parts: {},
      seen: {},
      note: '',
      onset: 0,
      mid: 100,
    } as const;
    const mark = { at: 0, session: 1, seq: 0 };
    const crash = addFinding(on.findings, { ...facts, kind: 'flash_crash_risk', from: mark, to: mark }, 0);
    worked(on);
    expect(on.findings.all).toEqual([crash]);
    crash.end = 5 * S;
    on.sell(6 * S, 2);
    on.show(6 * S + 100 * MS, 2);
    expect(on.findings.all.map(({ kind }) => kind)).toEqual(['flash_crash_risk', 'iceberg']);
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
