import { expect, test } from 'vitest';

import { kindOf, table } from './table.ts';

test.each([
  [{ type: 'integer', minimum: 1, maximum: 60 }, 'integer 1–60'],
  [{ type: 'number', minimum: 0 }, 'number 0 or more'],
  [{ type: 'number', maximum: 5 }, 'number 5 or less'],
  [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100 }, 'number above 0 and below 100'],
  [{ type: 'number', minimum: 0, exclusiveMaximum: 1 }, 'number 0 or more, below 1'],
  [{ anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }] }, 'number 0 or more or null'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, 'list of `a`, `b`'],
  [{}, 'any'],
])('%j reads %s', (schema, words) => expect(kindOf(schema)).toBe(words));

test('a cell cannot break its table', () =>
  expect(table(['a', 'b'], [['x|y', 'p\nq']])).toBe('| a | b |\n| --- | --- |\n| x\\|y | p q |'));
