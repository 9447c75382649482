import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { made, num, plain, PLAIN } from '../core/number-marks.ts';
import { OPERATIONS } from './catalogue.ts';
import { FORMULAS } from './formulas/index.ts';
import { outputJsonSchema, type JsonSchema } from './json-schema.ts';
import { fieldsByFormula, numbersOf } from './numbers.ts';
import { TOPICS } from './topics/catalogue.ts';

function publishedNumbers(schema: JsonSchema, path: string): string[] {
  const found: string[] = [];
  const types = [schema['type']].flat();
  if (types.includes('number') || types.includes('integer')) found.push(path);
  for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>))
    found.push(...publishedNumbers(field, `${path}.${name}`));
  // Numbers under free names have the formula of their parent.
  if (typeof schema['additionalProperties'] === 'object')
    found.push(...publishedNumbers(schema['additionalProperties'] as JsonSchema, path));
  if (schema['items']) found.push(...publishedNumbers(schema['items'] as JsonSchema, `${path}[]`));
  for (const one of (schema['anyOf'] ?? []) as JsonSchema[]) found.push(...publishedNumbers(one, path));
  return found;
}

const FIELDS = fieldsByFormula(OPERATIONS);

/** Numbers of all answers and messages with data. */
const numbers = [...OPERATIONS.filter(({ about }) => about === 'data'), ...TOPICS.values()].flatMap(numbersOf);

test('every formula has a field and a unique id', () => {
  expect(FORMULAS.filter(({ id }) => !FIELDS.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(FORMULAS.map(({ id }) => id)).size).toBe(FORMULAS.length);
});

test('every number of every answer and message has a formula or a reason for none', () => {
  const known = new Set(FORMULAS.map(({ id }) => id));
  const owing = numbers.filter(
    ({ mark }) => mark === null || ('formula' in mark ? !known.has(mark.formula) : !(mark.plain in PLAIN)),
  );
  expect(owing).toEqual([]);
  expect(numbers.length).toBeGreaterThan(250);
});

test('the numbers of a schema are those of its published JSON schema', () => {
  for (const operation of OPERATIONS)
    expect(new Set(numbersOf(operation).map(({ path }) => path)), operation.name).toEqual(
      new Set(publishedNumbers(outputJsonSchema(operation.output), operation.name)),
    );
});

test('a number without a mark is found at any depth', () => {
  const hidden = z.strictObject({
    own: num('mid', 'Mid.'),
    held: made('walls', z.strictObject({ price: z.number(), seq: plain('venue', z.number()) })).nullable(),
    lists: z.array(z.union([z.string(), z.number().nullable()])).optional(),
    named: z.record(z.string(), z.strictObject({ deep: z.number().int() })).default({}),
    pair: z.tuple([z.literal(60), z.boolean()]).readonly(),
    again: made('vwap', plain('count', z.number()).nullable()).describe('Described again.'),
  });
  expect(numbersOf({ name: 'hidden', output: hidden })).toEqual([
    { path: 'hidden.own', mark: { formula: 'mid' } },
    { path: 'hidden.held.price', mark: { formula: 'walls' } },
    { path: 'hidden.held.seq', mark: { plain: 'venue' } },
    { path: 'hidden.lists[]', mark: null },
    { path: 'hidden.named.deep', mark: null },
    { path: 'hidden.pair[]', mark: null },
    { path: 'hidden.again', mark: { formula: 'vwap' } },
  ]);
  expect(() => numbersOf({ name: 'hidden', output: z.object({ date: z.date() }) })).toThrow('hidden.date');
});

test('no mark appears in a published schema', () => {
  const text = JSON.stringify([...OPERATIONS, ...TOPICS.values()].map(({ output }) => outputJsonSchema(output)));
  expect(text).not.toMatch(/"(formula|plain|mark)":(?!\{)/);
});

test('every field has one unit, and the streams of its formula', () => {
  for (const { id, unit, units, streams, source } of FORMULAS) {
    expect(streams.length === 0, `${id}: either streams, or the caller's own numbers`).toBe(source === "the caller's numbers");
    for (const field of FIELDS.get(id) ?? []) {
      // Numbers under free names have the unit of their name.
      if (field.endsWith('.seen')) continue;
      const own = units === undefined ? unit : units[field.slice(field.lastIndexOf('.') + 1)];
      expect(own, field).toBeDefined();
      expect(own, field).not.toContain(';');
    }
  }
});

test('a sum in quote currency is described as price × size, and a profile states its resolution and age', () => {
  const said = (id: string) => FORMULAS.find((one) => one.id === id)?.formula;
  expect(said('cvd')).toContain('quote: Σ price × size bought − Σ price × size sold');
  expect(said('profile')).toMatch(/about 200 rows .* middle of the row .* edge .* about 5 s older than as_of/);
  for (const { id, unit, formula } of FORMULAS)
    if (/^[^;]*; ?quote|base currency; quote/.test(unit) && /Σ size/.test(formula)) expect(formula, id).toContain('price');
});

test('no formula has an internal word as its source', () => {
  for (const { id, source } of FORMULAS) expect(source, id).not.toMatch(/brief|FR-/);
});

test('a formula of a later version has a line in the changelog of numbers', () => {
  const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
  for (const { id, version } of FORMULAS.filter((formula) => formula.version > 1))
    expect(changelog, 'a new version needs a line under Numbers').toContain(`${id} ${version}`);
});
