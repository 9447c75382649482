import { expect, test } from 'vitest';
import createAlert from './create-alert.ts';

const taken = (input: unknown): boolean =>
  createAlert.input.safeParse({ input, field: 'spread_bps', when: 'above', value: 5 }).success;
const members = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));

test('the input of an alert is bounded in members, levels and characters', () => {
  expect(taken({ symbol: 'BTCUSDT', windows_sec: [30, 60, 300], depth: { levels: [1] } })).toBe(true);
  expect(taken(members(60))).toBe(true);
  expect(taken(members(1_000))).toBe(false);
  expect(taken({ a: { b: { c: { d: {} } } } })).toBe(false);
  expect(taken({ a: 'x'.repeat(5_000) })).toBe(false);
  expect(taken({ a: JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown })).toBe(false);
});
