import { expect, test } from 'vitest';
import { OPERATIONS } from '../../src/operations/index.ts';
import { outputJsonSchema, type JsonSchema } from '../../src/operations/json-schema.ts';
import { TERMS_BY_OPERATION } from '../../src/services/claims/terms/index.ts';

/** Paths of the numbers in a schema, as terms write them. */
function numbersOf(schema: JsonSchema, path = ''): readonly string[] {
  if ([schema['type']].flat().some((type) => type === 'number' || type === 'integer')) return [path];
  const { properties = {}, items, anyOf = [] } = schema as { properties?: object; items?: JsonSchema; anyOf?: JsonSchema[] };
  const members = Object.entries(properties) as [string, JsonSchema][];
  return [
    ...members.flatMap(([name, member]) => numbersOf(member, path === '' ? name : `${path}.${name}`)),
    ...(items === undefined ? [] : numbersOf(items, `${path}[]`)),
    ...anyOf.flatMap((one) => numbersOf(one, path)),
  ];
}

test.each(Object.entries(TERMS_BY_OPERATION))('every field that %s has names for is a number of its answer', (name, terms) => {
  const operation = OPERATIONS.find((one) => one.name === name);
  const numbers = new Set(operation === undefined ? [] : numbersOf(outputJsonSchema(operation.output)));
  expect(terms.map(({ path }) => path).filter((path) => !numbers.has(path))).toEqual([]);
});
