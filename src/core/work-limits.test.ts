import { expect, test } from 'vitest';
import { createWorkBudget } from './work-limits.ts';

const NARROW = { units: 100, ms: 50 };
const WIDE = { units: 300, ms: 150 };

test('units are spent to the last, and then never again', () => {
  const budget = createWorkBudget({ narrow: NARROW, wide: WIDE, usedMs: () => 0 });
  expect(budget.affords(100)).toBe(true);
  expect(budget.affords(101)).toBe(false);
  expect(budget.spend(99)).toBe(true);
  expect(budget.spend(1)).toBe(true);
  expect(budget.spend(1)).toBe(false);
  expect(budget.spend(0)).toBe(false);
  expect(budget.affords(0)).toBe(false);
});

test('widened, it has the larger allowance in place of the first, not on top of it', () => {
  const budget = createWorkBudget({ narrow: NARROW, wide: WIDE, usedMs: () => 0 });
  budget.spend(80);
  budget.widen();
  budget.widen();
  expect(budget.affords(220)).toBe(true);
  expect(budget.affords(221)).toBe(false);
});

test('where units take too long the clock ends it, at the next look', () => {
  let used = 1_000;
  const budget = createWorkBudget({ narrow: NARROW, wide: WIDE, usedMs: () => used });
  expect(budget.spend(64)).toBe(true);
  used = 1_051;
  expect(budget.affords(1)).toBe(false);
  expect(budget.spend(1)).toBe(false);
  const counted = createWorkBudget({ narrow: NARROW, wide: WIDE, usedMs: () => used });
  used += 51;
  expect([counted.spend(63), counted.spend(1)]).toEqual([true, false]);
});

test('a part has the lower limit, also of a widened budget, and spends from the whole', () => {
  const budget = createWorkBudget({ narrow: NARROW, wide: WIDE, usedMs: () => 0 });
  budget.widen();
  const part = budget.part();
  expect([part.affords(100), part.affords(101)]).toEqual([true, false]);
  expect([part.spend(100), part.spend(1)]).toEqual([true, false]);
  expect([budget.affords(200), budget.affords(201)]).toEqual([true, false]);
  const next = budget.part();
  budget.spend(150);
  expect([next.affords(50), next.affords(51)]).toEqual([true, false]);
});

test('a part spends through whoever wraps the budget, who can so end it', () => {
  let spent = 0;
  const budget = {
    ...createWorkBudget({ narrow: NARROW, wide: WIDE, usedMs: () => 0 }),
    spend(units: number) {
      spent += units;
      if (spent > 20) throw new Error('the caller has gone');
      return true;
    },
  };
  const part = budget.part();
  expect(part.spend(15)).toBe(true);
  expect(() => part.spend(15)).toThrow('the caller has gone');
});
