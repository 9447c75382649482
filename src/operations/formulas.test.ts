import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPERATIONS } from './catalogue.ts';
import { FORMULAS, FORMULAS_VERSION } from './formulas.ts';
import { outputJsonSchema, type JsonSchema } from './json-schema.ts';

/** Said by every answer about itself, settings, names of the venue, places in the raw log: no formula makes them. */
const PLAIN =
  /\.(age_ms|ready_at|inputs\[\].*|seq|within_bps|tick|lot|value_share|flow\.seconds|known_from|known_to|levels_total\..*|next_before_id|id|left_out|evidence\.(session|from_seq|to_seq))$|^get_data_health\.|^check_claim\.|^list_formulas\.|^list_operations\./;

function numbersOf(schema: JsonSchema, path: string): string[] {
  const found: string[] = [];
  const types = [schema['type']].flat();
  if (types.includes('number') || types.includes('integer')) found.push(path);
  for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>))
    found.push(...numbersOf(field, `${path}.${name}`));
  // Numbers that go by names of their own have the formula of what holds them.
  if (typeof schema['additionalProperties'] === 'object')
    found.push(...numbersOf(schema['additionalProperties'] as JsonSchema, path));
  if (schema['items']) found.push(...numbersOf(schema['items'] as JsonSchema, `${path}[]`));
  for (const one of (schema['anyOf'] ?? []) as JsonSchema[]) found.push(...numbersOf(one, path));
  return found;
}

const numbers = OPERATIONS.flatMap(({ name, output }) => numbersOf(outputJsonSchema(output), name));

test('every formula names fields that exist, and no field has two', () => {
  const fields = FORMULAS.flatMap(({ fields: own }) => own);
  for (const field of fields) expect(numbers, field).toContain(field);
  expect(new Set(fields).size).toBe(fields.length);
  expect(new Set(FORMULAS.map(({ id }) => id)).size).toBe(FORMULAS.length);
});

test('every number of an answer about a market has its formula', () => {
  const made = new Set(FORMULAS.flatMap(({ fields }) => fields));
  const owing = numbers.filter(
    (path) => /^get_(report|flow|liquidity|candles|trades|book|anomalies)\./.test(path) && !PLAIN.test(path) && !made.has(path),
  );
  expect(owing).toEqual([]);
});

test('every field has one unit, and the streams of its formula', () => {
  for (const { id, unit, units, fields, streams } of FORMULAS) {
    expect(streams.length, id).toBeGreaterThan(0);
    for (const field of fields) {
      // Numbers that go by names of their own have the units of those names.
      if (field === 'get_anomalies.anomalies[].seen') continue;
      const own = units === undefined ? unit : units[field.slice(field.lastIndexOf('.') + 1)];
      expect(own, field).toBeDefined();
      expect(own, field).not.toContain(';');
    }
  }
});

test('a sum in quote currency is said to be of price × size, and a profile how fine and how old it is', () => {
  const said = (id: string) => FORMULAS.find((one) => one.id === id)?.formula;
  expect(said('cvd')).toContain('quote: Σ price × size bought − Σ price × size sold');
  expect(said('profile')).toMatch(/about 200 rows .* middle of the row .* edge .* about 5 s older than as_of/);
  for (const { id, unit, formula } of FORMULAS)
    if (/^[^;]*; ?quote|base currency; quote/.test(unit) && /Σ size/.test(formula)) expect(formula, id).toContain('price');
});

test('no source is a word of ours that means nothing to a reader', () => {
  for (const { id, source } of FORMULAS) expect(source, id).not.toMatch(/brief|FR-/);
});

test('receipts carry a mark of the versions that changes with any of them', () => {
  expect(FORMULAS_VERSION).toMatch(/^[0-9a-f]{4}$/);
  const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
  for (const { id, version } of FORMULAS.filter((formula) => formula.version > 1))
    expect(changelog, 'a new version needs a line under Numbers').toContain(`${id} ${version}`);
});
