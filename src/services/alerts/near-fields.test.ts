import { expect, test } from 'vitest';
import { compileCatalogue } from '../../operations/index.ts';
import { nearFields } from './near-fields.ts';
import { fieldsOfSchema } from './schema-fields.ts';

const schema = compileCatalogue({ detail: 'full' }).byName.get('get_report')?.outputSchema ?? {};
const PATHS = fieldsOfSchema(schema).map(({ path }) => path);

test.each([
  ['sprd', 'spread_bps'],
  ['spread', 'spread_bps'],
  ['spread_bsp', 'spread_bps'],
  ['midprice', 'mid_price'],
  ['last', 'last_price'],
  ['imbalance', 'depth.imbalance'],
  ['depth.imbalanc', 'depth.imbalance'],
])('%s is answered with %s first', (field, path) => {
  expect(PATHS).toContain(path);
  expect(nearFields(field, PATHS)[0]).toBe(path);
});

test('a name of one letter is not similar to whatever contains that letter', () => {
  expect(nearFields('sprd', PATHS).filter((path) => /\bp$/.test(path))).toEqual([]);
});
