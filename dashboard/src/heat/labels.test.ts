import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from './labels.ts';

const ROOM = { top: 8, bottom: 400, apart: 14, free: null };

test('labels with room stand at their price', () => {
  expect(placeLabels([100, 30, 200], ROOM)).toEqual([100, 30, 200]);
});

test('labels of near prices are pushed apart, and keep off the newest price', () => {
  expect(placeLabels([100, 101, 102], ROOM)).toEqual([100, 114, 128]);
  expect(placeLabels([100, 101, 99], { ...ROOM, free: 100 })).toEqual([114, 128, 86]);
  expect(placeLabels([398, 399], ROOM)).toEqual([386, 400]);
  expect(placeLabels([9, 10], { ...ROOM, free: 60 })).toEqual([8, 22]);
});

test('any labels: none hides another or the newest price, and one is left out only if its side is full', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 8, max: 400, noNaN: true }), { maxLength: 40 }),
      fc.option(fc.double({ min: 8, max: 400, noNaN: true })),
      (wanted, free) => {
        const placed = placeLabels(wanted, { ...ROOM, free }).filter((y) => y !== null);
        for (const y of placed) {
          expect(y).toBeGreaterThanOrEqual(8);
          expect(y).toBeLessThanOrEqual(400);
          if (free !== null) expect(Math.abs(y - free)).toBeGreaterThanOrEqual(14 - 1e-9);
        }
        const sorted = placed.toSorted((a, b) => a - b);
        for (const [i, y] of sorted.slice(1).entries()) expect(y - (sorted[i] ?? y)).toBeGreaterThanOrEqual(14 - 1e-9);
        const room = free === null ? 392 / 14 + 1 : Math.min(free - 8, 400 - free) / 14;
        if (wanted.length <= room) expect(placed).toHaveLength(wanted.length);
      },
    ),
  );
});
