import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { judge, type NotifiedState } from './judge.ts';
import type { Value } from './read-field.ts';
import { usualOf } from './recent-values.ts';

type Rule = Parameters<typeof judge>[0];
const rule = (given: Partial<Rule>): Rule => ({
  field: 'spread_bps',
  aggregate: null,
  when: 'above',
  value: 5,
  rearm: null,
  side: 'both',
  cooldown_sec: 0,
  ...given,
});

/** Gives a rule one value a second; returns the seconds in which it fired. */
function fires(given: Partial<Rule>, values: readonly (Value | readonly Value[] | null)[]): number[] {
  let last: NotifiedState = { notified: null, firedAt: null };
  const seconds: number[] = [];
  for (const [second, value] of values.entries()) {
    if (value === null) continue;
    const judgement = judge(rule(given), [value].flat(), null, last, second * US_PER_SECOND);
    if (judgement.kind === 'held') throw new Error(judgement.reason);
    if (judgement.kind === 'fire') seconds.push(second);
    last = { notified: judgement.notified, firedAt: judgement.kind === 'fire' ? second * US_PER_SECOND : last.firedAt };
  }
  return seconds;
}

describe('a threshold', () => {
  test('fires on entering the condition, and re-arms once the condition has been false', () => {
    expect(fires({}, [4, 6, 7, 5, 6, 6, 4, 9])).toEqual([1, 4, 7]);
    expect(fires({ when: 'below' }, [4, 4, 5, 4])).toEqual([0, 3]);
  });

  test('a value equal to the threshold does not cross it', () => {
    expect(fires({}, [5, 5])).toEqual([]);
    expect(fires({ when: 'below' }, [5, 5])).toEqual([]);
  });

  test('absent values change nothing', () => {
    expect(fires({}, [6, null, null, 6, 4, null, 6])).toEqual([0, 6]);
  });

  test('a cool-down delays a firing whose condition still holds at its end, and drops it otherwise', () => {
    expect(fires({ cooldown_sec: 4 }, [6, 4, 6, 6, 6, 6])).toEqual([0, 4]);
    expect(fires({ cooldown_sec: 4 }, [6, 4, 6, 4, 4, 4])).toEqual([0]);
  });

  test('any matching item of a list is enough; an empty list has none', () => {
    expect(fires({}, [[1, 6], [2], [1, 2, 8], []])).toEqual([0, 2]);
  });
});

describe('a level of re-arming', () => {
  test('the rule fires again only after the value has gone back past it', () => {
    expect(fires({ rearm: 3 }, [6, 4, 6, 3, 6, 2.9, 4, 6])).toEqual([0, 7]);
    expect(fires({ when: 'below', rearm: 8 }, [4, 6, 4, 8, 4, 8.1, 4])).toEqual([0, 6]);
  });

  test('of a list, every item must have gone back', () => {
    expect(
      fires({ rearm: 3 }, [
        [6, 1],
        [4, 1],
        [2, 1],
        [4, 6],
      ]),
    ).toEqual([0, 3]);
  });

  test('a narrower band never fires less often than a wider one', () => {
    const series = fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 60 });
    fc.assert(
      fc.property(series, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), (values, a, b) => {
        const [wide, narrow] = [Math.min(a, b), Math.max(a, b)].map((rearm) => fires({ rearm }, values)) as [number[], number[]];
        expect(narrow.length).toBeGreaterThanOrEqual(wide.length);
        for (const [i, second] of wide.entries())
          if (i > 0) expect(values.slice(wide[i - 1], second).some((value) => value < Math.min(a, b))).toBe(true);
      }),
    );
  });
});

describe('crosses', () => {
  test('fires in both directions, not at the first value, and not on the threshold itself', () => {
    expect(fires({ when: 'crosses' }, [4, 5, 6, 5, 6, 4])).toEqual([2, 5]);
  });

  test('a crossing that is reversed within a cool-down does not fire', () => {
    expect(fires({ when: 'crosses', cooldown_sec: 4 }, [4, 6, 4, 6, 6, 6, 4])).toEqual([1, 6]);
  });
});

test('changes: a value other than the last notified', () => {
  expect(fires({ when: 'changes', value: null }, ['synced', 'synced', 'gap', 'gap', 'synced'])).toEqual([2, 4]);
  expect(fires({ when: 'changes', value: null }, [1, 1, 2])).toEqual([2]);
});

test('equals: text and numbers, and "1" is not 1', () => {
  expect(fires({ when: 'equals', value: 'gap' }, ['synced', 'gap', 'gap', 'synced', 'gap'])).toEqual([1, 4]);
  expect(fires({ when: 'equals', value: 1 }, ['1', 1])).toEqual([1]);
});

describe('sigma', () => {
  const usual = usualOf(Array.from({ length: 100 }, (_, i) => 100 + (i % 2)));
  const fresh: NotifiedState = { notified: null, firedAt: null };

  test('fires k deviations away, on the requested side', () => {
    const at = (value: number, side: Rule['side']) => judge(rule({ when: 'sigma', value: 3, side }), [value], usual, fresh, 0);
    // Mean 100.5, standard deviation 0.5025: three deviations reach 102.0076 and 98.9924.
    expect(at(102.01, 'both')).toMatchObject({ kind: 'fire', value: 102.01, threshold: expect.closeTo(102.0076, 3) as number });
    expect(at(98.99, 'both')).toMatchObject({ kind: 'fire', threshold: expect.closeTo(98.9924, 3) as number });
    expect(at(102.01, 'down').kind).toBe('quiet');
    expect(at(98.99, 'up').kind).toBe('quiet');
    expect(at(102, 'both').kind).toBe('quiet');
  });

  test('is held without a history, and with one that never moved', () => {
    const held = (values: readonly number[]) => judge(rule({ when: 'sigma', value: 3 }), [9], usualOf(values), fresh, 0);
    expect(held(Array.from({ length: 59 }, (_, i) => i))).toMatchObject({ kind: 'held' });
    expect(held(Array.from({ length: 90 }, () => 7))).toMatchObject({ kind: 'held' });
  });
});

test('a threshold never fires twice in a cool-down, nor twice without a false condition in between', () => {
  const series = fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 60 });
  fc.assert(
    fc.property(series, fc.integer({ min: 0, max: 8 }), (values, cooldown) => {
      const seconds = fires({ cooldown_sec: cooldown }, values);
      for (const [index, second] of seconds.entries()) {
        expect(values[second]).toBeGreaterThan(5);
        const before = seconds[index - 1];
        if (before === undefined) continue;
        expect(second - before).toBeGreaterThanOrEqual(cooldown);
        expect(values.slice(before, second).some((value) => value <= 5)).toBe(true);
      }
      // A condition that holds at the end was notified, unless its cool-down still runs.
      const since = values.findLastIndex((value) => value <= 5) + 1;
      const last = seconds.at(-1) ?? -Infinity;
      if (since < values.length) expect(last >= since || values.length - 1 - last < cooldown).toBe(true);
    }),
  );
});
