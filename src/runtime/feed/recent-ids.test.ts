import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { newRecentIds, oldestOfAll, RECENT_CAPACITY, RECENT_MOST, recentFrom, recentOrdinal, rememberId } from './recent-ids.ts';

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
  expect(oldestOfAll(recent)).toEqual({ id: '300', ordinal: 100 });
  rememberId(recent, rule, { id: '7', ordinal: 2, isNewest: false });
  expect(recentOrdinal(recent, '7')).toBeUndefined();
  const sizes: number[] = [];
  for (let n = 0; n < 30_000; n++) {
    rememberId(recent, rule, { id: String(90_000 + n), ordinal: 20_000 + n, isNewest: true });
    sizes.push(recent.end - recent.start + recent.texts.size);
  }
  expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([RECENT_MOST + 1, RECENT_CAPACITY]);
  expect(recentOrdinal(recent, '300')).toBeUndefined();
  const oldest = oldestOfAll(recent)?.ordinal ?? 0;
  expect([oldest <= 40_000, oldest > 50_000 - 1 - RECENT_CAPACITY]).toEqual([true, true]);
  expect(recentOrdinal(recent, String(oldest + 70_000 - 1))).toBeUndefined();
  expect([recentOrdinal(recent, '110000'), recentOrdinal(recent, '119999')]).toEqual([40_000, 49_999]);
  expect(recent.numbers.length + recent.texts.size).toBeLessThan(12_100);
});

/** A stretch of ids: where the numbering starts, how many, the step, how often two are swapped and one is repeated. */
interface Stretch {
  readonly first: number;
  readonly count: number;
  readonly step: number;
  readonly swapEvery: number;
  readonly repeatEvery: number;
  readonly isText: boolean;
}

const stretches = fc.array(
  fc.record({
    first: fc.nat(40_000),
    count: fc.integer({ min: 1_000, max: 7_000 }),
    step: fc.integer({ min: 1, max: 3 }),
    swapEvery: fc.integer({ min: 2, max: 50 }),
    repeatEvery: fc.integer({ min: 2, max: 50 }),
    isText: fc.boolean(),
  }),
  { minLength: 3, maxLength: 5 },
);

function* idsOf(list: readonly Stretch[]): Generator<string> {
  for (const { first, count, step, swapEvery, repeatEvery, isText } of list)
    for (let i = 0; i < count; i++) {
      const place = i % swapEvery === 0 && i + 1 < count ? i + 1 : i % swapEvery === 1 ? i - 1 : i;
      const id = `${isText ? 'x' : ''}${first + place * step}`;
      yield id;
      if (i % repeatEvery === 0) yield id;
    }
}

test('the newest ten thousand ids are remembered wherever the numbering starts again, out of order and with repeats', () => {
  let forgotten = 0;
  fc.assert(
    fc.property(stretches, (list) => {
      const recent = newRecentIds();
      const newest = new Map<string, number>();
      const all = new Map<string, number>();
      let ordinal = 0;
      for (const id of idsOf(list)) {
        if (newest.has(id)) {
          if (recentOrdinal(recent, id) !== newest.get(id)) throw new Error(`${id} is unknown`);
          continue;
        }
        rememberId(recent, rising, { id, ordinal, isNewest: true });
        newest.set(id, ordinal);
        all.set(id, ordinal++);
        const [oldest] = newest.keys();
        if (newest.size > RECENT_MOST && oldest !== undefined) newest.delete(oldest);
      }
      for (const [id, at] of newest) if (recentOrdinal(recent, id) !== at) throw new Error(`${id} is unknown`);
      for (const [id, at] of all) {
        const held = recentOrdinal(recent, id);
        if (held === undefined) forgotten++;
        else if (held !== at || held < ordinal - RECENT_CAPACITY) throw new Error(`${id} is remembered wrongly`);
      }
      expect(recent.end - recent.start + recent.texts.size).toBeLessThanOrEqual(RECENT_CAPACITY);
    }),
    { numRuns: 8, seed: 7 },
  );
  expect(forgotten).toBeGreaterThan(5_000);
});

test('after ids restart far below, each new one is remembered and the old ones go', () => {
  const recent = newRecentIds();
  let ordinal = 0;
  for (let id = 20_001; id <= 30_500; id++) rememberId(recent, rising, { id: String(id), ordinal: ordinal++, isNewest: true });
  for (let id = 1; id <= 20_000; id++) rememberId(recent, rising, { id: String(id), ordinal: ordinal++, isNewest: true });
  const newest = Array.from({ length: RECENT_MOST }, (_, i) => String(10_001 + i));
  expect(newest.filter((id) => recentOrdinal(recent, id) === undefined)).toEqual([]);
  expect(recentOrdinal(recent, '30500')).toBeUndefined();
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

test('ordinals take four bytes, until one of them is a fraction; a checkpoint keeps either form', () => {
  const recent = newRecentIds();
  for (let id = 1; id <= 300; id++)
    rememberId(recent, { ids: 'increasing' }, { id: String(2 * id), ordinal: id, isNewest: true });
  expect(recent.ordinals).toBeInstanceOf(Int32Array);
  expect(fromCheckpoint(toCheckpoint(recent))).toEqual(recent);
  rememberId(recent, { ids: 'increasing' }, { id: '9', ordinal: 4.5, isNewest: true });
  expect(['8', '9', '10', '600'].map((id) => recentOrdinal(recent, id))).toEqual([4, 4.5, 5, 300]);
  expect(recent.ordinals).toBeInstanceOf(Float64Array);
  expect(fromCheckpoint(toCheckpoint(recent))).toEqual(recent);
});
