import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newRecentIds, oldestOfAll, RECENT_MOST, recentFrom, recentOrdinal, rememberId } from './recent-ids.ts';

const rising = { ids: 'increasing' } as const;
const opaque = { ids: 'opaque' } as const;

test('ids in any order are recognised, whole numbers and texts', () =>
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(2_000).map(String), fc.string({ maxLength: 4 })), { maxLength: 1_200 }), (ids) => {
      for (const rule of [rising, opaque]) {
        const recent = newRecentIds();
        const held = new Map<string, number>();
        ids.forEach((id, ordinal) => {
          rememberId(recent, rule, { id, ordinal, isNewest: true });
          held.set(id, ordinal);
        });
        for (const id of [...held.keys(), '2001', '-1', 'none']) expect(recentOrdinal(recent, id)).toBe(held.get(id));
      }
    }),
    { numRuns: 60 },
  ));

test.each([
  ['rising', rising],
  ['opaque', opaque],
] as const)('ten thousand %s ids are remembered: the oldest go for newer trades, and none for history', (_what, rule) => {
  const recent = newRecentIds();
  for (let n = 100; n < 100 + RECENT_MOST; n++) rememberId(recent, rule, { id: String(n * 3), ordinal: n, isNewest: true });
  expect(oldestOfAll(recent)).toBe('300');
  rememberId(recent, rule, { id: '7', ordinal: 2, isNewest: false });
  expect(recentOrdinal(recent, '7')).toBeUndefined();
  for (let n = 0; n < 30_000; n++) rememberId(recent, rule, { id: String(90_000 + n), ordinal: n, isNewest: true });
  expect([recentOrdinal(recent, '300'), recentOrdinal(recent, '109999'), oldestOfAll(recent)]).toEqual([
    undefined,
    undefined,
    '110000',
  ]);
  expect([recentOrdinal(recent, '110000'), recentOrdinal(recent, '119999')]).toEqual([20_000, 29_999]);
  expect(recent.numbers.length + recent.texts.size).toBeLessThan(12_100);
});

test('the map of an earlier build is read', () => {
  const held = new Map([
    ['5', 50],
    ['7', 51],
    ['x', 52],
  ]);
  const recent = recentFrom(held, rising);
  expect(['5', '7', 'x', '6'].map((id) => recentOrdinal(recent, id))).toEqual([50, 51, 52, undefined]);
  expect(recentFrom(recent, rising)).toBe(recent);
});
