import fc from 'fast-check';
import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import type { Condition } from './answers.ts';
import type { NotifiedState } from './judge.ts';
import { judgeSeveral } from './judge-several.ts';
import type { Reading } from './read-field.ts';

const above = (field: string, value: number, rearm: number | null = null): Condition => ({
  field,
  aggregate: null,
  when: 'above',
  value,
  rearm,
});
const rule = (match: 'all' | 'any', more: Partial<Condition> = {}, cooldown = 0) => ({
  ...above('a', 5, 3),
  match,
  more: [{ ...above('b', 10), ...more }],
  cooldown_sec: cooldown,
});
type Seen = number | null;
const reading = (value: Seen): Reading =>
  value === null ? { kind: 'absent', reason: 'the answer has null there' } : { kind: 'values', values: [value] };

/** Gives both fields a value a second; the seconds in which it fired, and `held` where it could not be judged. */
function run(asked: ReturnType<typeof rule>, values: readonly (readonly [Seen, Seen])[]) {
  let last: NotifiedState = { notified: null, firedAt: null };
  return values.map(([a, b], second) => {
    const judgement = judgeSeveral(asked, [reading(a), reading(b)], last, second * US_PER_SECOND);
    if (judgement.kind === 'held') return 'held';
    last = {
      notified: judgement.notified,
      firedAt: judgement.kind === 'fire' ? second * US_PER_SECOND : last.firedAt,
    };
    return judgement.kind === 'fire' ? 'fire' : judgement.notified === null ? 'armed' : 'yes';
  });
}

test('all: every condition must hold, and an absent one leaves it unjudged unless another is false', () => {
  expect(
    run(rule('all'), [
      [6, 9],
      [6, null],
      [4, null],
      [6, 11],
      [6, 12],
      [6, 9],
      [6, 11],
    ]),
  ).toEqual(['armed', 'held', 'armed', 'fire', 'yes', 'armed', 'fire']);
});

test('any: one condition is enough, and an absent one leaves it unjudged unless another holds', () => {
  expect(
    run(rule('any'), [
      [4, 9],
      [null, 11],
      [null, 9],
      [2, 9],
      [6, null],
    ]),
  ).toEqual(['armed', 'fire', 'held', 'armed', 'fire']);
});

test('each condition has its own level of re-arming', () => {
  // The first one counts as holding down to 3.
  expect(
    run(rule('all'), [
      [6, 11],
      [4, 11],
      [6, 11],
      [2, 11],
      [6, 11],
    ]),
  ).toEqual(['fire', 'yes', 'yes', 'armed', 'fire']);
});

test('the firing has the conditions that held, in order', () => {
  const fresh = { notified: null, firedAt: null };
  const all = judgeSeveral(rule('all'), [reading(6), reading(11)], fresh, 0);
  expect(all).toMatchObject({ field: 'a', value: 6, threshold: 5, more: [{ field: 'b', value: 11, threshold: 10 }] });
  expect(judgeSeveral(rule('any'), [reading(1), reading(11)], fresh, 0)).toMatchObject({ field: 'b', value: 11, more: [] });
});

test('without absent values it fires exactly where the combined condition begins', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 20 })), { maxLength: 40 });
  fc.assert(
    fc.property(pairs, fc.constantFrom('all' as const, 'any' as const), (values, match) => {
      const plain = { ...rule(match), rearm: null };
      const holds = values.map(([a, b]) => (match === 'all' ? a > 5 && b > 10 : a > 5 || b > 10));
      const fired = run(plain, values).flatMap((what, second) => (what === 'fire' ? [second] : []));
      expect(fired).toEqual(holds.flatMap((held, second) => (held && holds[second - 1] !== true ? [second] : [])));
    }),
  );
});

test('any: a condition that never held does not keep the rule from re-arming', () => {
  // The first one stays above its level of re-arming, 3.
  expect(
    run(rule('any'), [
      [4, 11],
      [4, 9],
      [4, 11],
      [6, 9],
      [4, 9],
    ]),
  ).toEqual(['fire', 'armed', 'fire', 'yes', 'yes']);
});

test('any: it fires exactly where one of the conditions, each with its own hysteresis, begins to hold', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 20 })), { maxLength: 40 });
  fc.assert(
    fc.property(pairs, (values) => {
      let [onA, onB] = [false, false];
      const holds = values.map(([a, b]) => {
        onA = a > 5 || (onA && a >= 3);
        onB = b > 10 || (onB && b >= 8);
        return onA || onB;
      });
      const fired = run(rule('any', { rearm: 8 }), values).flatMap((what, second) => (what === 'fire' ? [second] : []));
      expect(fired).toEqual(holds.flatMap((held, second) => (held && holds[second - 1] !== true ? [second] : [])));
    }),
  );
});
