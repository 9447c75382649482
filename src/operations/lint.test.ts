import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputJsonSchema } from './json-schema.ts';
import { lintLimit, lintSchema } from './lint.ts';

const problems = (schema: z.ZodObject) => lintSchema(inputJsonSchema(schema), 'input');

test('every field needs a description, and a number a unit', () => {
  expect(problems(z.object({ a: z.string() }))).toEqual(['input.a is not described']);
  expect(problems(z.object({ a: z.number().describe('How big.') }))).toEqual(['input.a does not say its unit']);
  expect(problems(z.object({ a: z.number().nullable().describe('How big.') }))).toEqual(['input.a does not say its unit']);
  expect(problems(z.object({ a: z.number().describe('Wait, seconds.') }))).toEqual([]);
});

test('the lint looks inside lists, objects and alternatives', () => {
  const inner = z.object({ b: z.string() });
  expect(problems(z.object({ a: z.array(inner).describe('List.') }))).toEqual(['input.a[].b is not described']);
  expect(problems(z.object({ a: inner.nullable().describe('One.') }))).toEqual(['input.a.b is not described']);
});

test('formats that zod expands to long patterns are refused', () => {
  expect(problems(z.object({ a: z.iso.datetime().describe('When.') })).join()).toContain('format date-time');
  expect(problems(z.object({ a: z.email().describe('Mail.') })).join()).toContain('format email');
});

test('the bounds that zod gives every integer are not published', () => {
  expect(inputJsonSchema(z.object({ a: z.number().int().describe('A count.') }))).toMatchObject({
    properties: { a: { type: 'integer', description: 'A count.' } },
  });
  expect(JSON.stringify(inputJsonSchema(z.object({ a: z.int() })))).not.toContain('9007199254740991');
});

test('a list has 10 to 50 rows by default, or its short maximum', () => {
  const limit = (most: number, rows?: number) => {
    const count = z.number().int().max(most).describe('Number of rows.');
    return lintLimit(inputJsonSchema(z.object({ limit: rows === undefined ? count : count.default(rows) })));
  };
  expect([limit(500, 10), limit(500, 50), limit(5, 5), lintLimit({})]).toEqual([[], [], [], []]);
  for (const bad of [limit(500, 9), limit(500, 51), limit(500)]) expect(bad).toEqual(['the default of limit is not 10 to 50']);
});
