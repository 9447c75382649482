import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputJsonSchema } from '../../operations/json-schema.ts';
import { portableSchema } from './portable-schema.ts';

const portable = (schema: z.ZodType) =>
  portableSchema(inputJsonSchema(z.strictObject({ it: schema }))) as { properties: { it: object } };

test.each<readonly [string, z.ZodType, object]>([
  ['a number above a bound', z.number().gt(0).describe('Size.'), { type: 'number', minimum: 0, description: 'Size. Above 0.' }],
  ['a whole number above a bound', z.number().int().gt(0).lt(10), { type: 'integer', minimum: 1, maximum: 9 }],
  ['one text', z.literal('a'), { type: 'string', enum: ['a'] }],
  ['some texts', z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
  [
    'some numbers',
    z.union([z.literal(60), z.literal(300)]).describe('Horizon.'),
    { type: 'integer', minimum: 60, maximum: 300, description: 'Horizon. One of 60, 300.' },
  ],
  ['an object of any keys', z.record(z.string().max(9), z.unknown()), { type: 'object' }],
  ['a number or null', z.number().nullable(), { anyOf: [{ type: 'number' }, { type: 'null' }] }],
  [
    'a list',
    z.array(z.number().gt(0)).max(3),
    { type: 'array', maxItems: 3, items: { type: 'number', minimum: 0, description: 'Above 0.' } },
  ],
])('%s', (_, schema, expected) => expect(portable(schema).properties.it).toEqual(expected));

test('a keyword without a known form is refused when the listing is made', () =>
  expect(() => portableSchema({ type: 'object', not: {} })).toThrow('the keyword not'));
