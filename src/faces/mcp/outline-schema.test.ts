import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerBase } from '../../core/answer-fields.ts';
import { compileCatalogue } from '../../operations/index.ts';
import { outputJsonSchema } from '../../operations/json-schema.ts';
import { outlineSchema } from './outline-schema.ts';

const outlineOf = (shape: z.ZodRawShape) => outlineSchema(outputJsonSchema(z.strictObject(shape)));

test('top-level fields keep their descriptions; nested fields only their names', () => {
  const cvd = z.strictObject({ base: z.number().describe('Base currency.'), vwap: z.number().nullable() }).nullable();
  expect(outlineOf({ ...answerBase, absent: z.array(z.string()), cvd: cvd.describe('Cumulative volume delta.') })).toEqual({
    type: 'object',
    properties: {
      cvd: {
        type: ['object', 'null'],
        description: 'Cumulative volume delta.',
        properties: { base: {}, vwap: {} },
      },
    },
  });
});

describe.each([
  ['a side or null', z.enum(['buy', 'sell']).nullable(), ['buy', 'sell', null], ['hold', 1]],
  ['text, a number or null', z.union([z.string(), z.number()]).nullable(), ['x', 1, null], [true, {}]],
  ['a constant or null', z.literal(3).nullable(), [3, null], [4, 'x']],
  ['a list of objects', z.array(z.strictObject({ p: z.number() })), [[{ p: 1 }], []], [{}, ['x']]],
  ['numbers by name', z.record(z.string(), z.number()), [{ a: 1 }, {}], [{ a: 'x' }]],
] as const)('%s', (_, field, accepted, refused) => {
  const holds = new Ajv2020().compile(outlineOf({ field }));

  test('accepts everything that the schema accepts', () => {
    expect(accepted.filter((value) => !holds({ field: value }))).toEqual([]);
  });

  test('refuses another type', () => {
    expect(refused.filter((value) => holds({ field: value }))).toEqual([]);
  });
});

test.each(compileCatalogue({ detail: 'concise' }).entries.map((entry) => [entry.name, entry] as const))(
  '%s has an outline that is a JSON schema',
  (_, { outputSchema }) => expect(() => new Ajv2020().compile(outlineSchema(outputSchema))).not.toThrow(),
);
