import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addVolume, createVolumeTable } from './volume-table.ts';

const price = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));

test('a table holds what a map would, in its order', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(price, fc.nat()), { maxLength: 2_000, size: 'max' }), (added) => {
      const table = createVolumeTable();
      const expected = new Map<number, number>();
      for (const [at, volume] of added) {
        addVolume(table, at, volume);
        expected.set(at, (expected.get(at) ?? 0) + volume);
      }
      expect([...table.prices.subarray(0, table.count)]).toEqual([...expected.keys()]);
      expect([...table.volumes.subarray(0, table.count)]).toEqual([...expected.values()]);
    }),
    { numRuns: 40 },
  ));
