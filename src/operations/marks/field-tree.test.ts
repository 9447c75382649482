import { expect, test } from 'vitest';
import { z } from 'zod';
import { made, num, plain } from '../../core/number-marks.ts';
import { fieldTree, formulasIn, leavesOf, mayHave, pruned, valuesAt } from './field-tree.ts';

const schema = z.strictObject({
  mid: num('mid', 'Mid.').nullable(),
  held: made('walls', z.strictObject({ price: z.number(), seq: plain('venue', z.number()) })).nullable(),
  list: z.array(z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.literal(60), a: z.null() })])).optional(),
  named: z.record(z.string(), z.strictObject({ deep: num('deep', 'Deep.') })).default({}),
  side: z.enum(['buy', 'sell']).readonly(),
});

test('a tree names types, formulas, values and alternatives', () => {
  expect(fieldTree(schema)).toEqual({
    mid: 'null|number mid',
    held: { '|': ['null', { price: 'number walls', seq: 'number' }] },
    list: { '|': ['absent', [{ a: 'null|string', b: '60' }]] },
    named: { '*': { deep: 'number deep' } },
    side: 'buy|sell',
  });
  expect(formulasIn(fieldTree(schema))).toEqual(['mid', 'walls', 'deep']);
  expect(leavesOf(fieldTree(schema)).map(([path]) => path)).toEqual([
    'mid',
    'held',
    'held.price',
    'held.seq',
    'list',
    'list[].a',
    'list[].b',
    'named.*.deep',
    'side',
  ]);
});

test('a value is cut to the fields of a tree, wherever they stand', () => {
  const value = {
    mid: null,
    held: { price: 1, seq: 2, more: 3 },
    list: [{ a: 'x', more: 1 }],
    named: { x: { deep: 1, more: 2 }, __proto__x: { deep: 2 } },
    side: 'buy',
    more: {},
  };
  expect(pruned(value, fieldTree(schema))).toEqual({
    mid: null,
    held: { price: 1, seq: 2 },
    list: [{ a: 'x' }],
    named: { x: { deep: 1 }, __proto__x: { deep: 2 } },
    side: 'buy',
  });
  expect(pruned({ held: null }, fieldTree(schema))).toEqual({ held: null });
});

test('values are found by the path of a leaf, and held against what it allows', () => {
  const value = { list: [{ a: 'x' }, { a: null }, {}], named: { x: { deep: 4 } }, held: null };
  expect(valuesAt(value, 'list[].a')).toEqual(['x', null, undefined]);
  expect(valuesAt(value, 'named.*.deep')).toEqual([4]);
  expect(valuesAt(value, 'held.price')).toEqual([]);
  expect(['buy', 'sell', 'none', null].map((one) => mayHave('buy|null|sell', one))).toEqual([true, true, false, true]);
  expect([4, null, undefined, '4'].map((one) => mayHave('null|number mid', one))).toEqual([true, true, false, false]);
});
