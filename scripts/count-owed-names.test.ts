import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALIASES } from '../src/operations/aliases/catalogue.ts';
import { compileCatalogue } from '../src/operations/index.ts';
import { surfaceEntries } from '../src/operations/surfaces.ts';
import { countOwedNames, readOwedNames } from './count-owed-names.ts';

const table = readFileSync(new URL('../docs/owed-names.tsv', import.meta.url), 'utf8');
const registry = compileCatalogue({ detail: 'full' });

test('the table holds the 484 names of the briefs, and every alias is one of them', () => {
  const { owed, present, unasked } = countOwedNames(readOwedNames(table), registry);
  expect(owed).toBe(484);
  expect(unasked).toEqual([]);
  expect(present).toEqual(
    expect.arrayContaining(
      Object.values(ALIASES)
        .flat()
        .map(({ name }) => name),
    ),
  );
  expect(present).toContain('get_report');
});

test('an alias that no brief names is reported', () => {
  expect(countOwedNames(['get_report'], registry).unasked).toContain('binance_spot_klines_tool');
});

test('the surface of required names is exactly the owed names that exist', () => {
  const { present } = countOwedNames(readOwedNames(table), registry);
  expect(
    surfaceEntries(registry, 'brief')
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...new Set(present)].sort());
});

test('a file that is not the table is refused', () => {
  expect(() => readOwedNames('a\tb\nc\td\n')).toThrow('no header');
  expect(() => readOwedNames('name\tb\n\tx\n')).toThrow('empty');
});
