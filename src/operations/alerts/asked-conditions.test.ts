import { expect, test } from 'vitest';
import { handMadeServices } from '../testing/services.ts';
import { askedConditions } from './asked-conditions.ts';
import createAlert from './create-alert.ts';

const read = (...conditions: string[]) => askedConditions({ match: 'any', conditions });

test('conditions in words', () => {
  expect(read('spread_bps above 5 rearm 3', 'max of liquidity.walls[side=bid].qty Above 40', 'state equals "a gap"')).toEqual({
    field: 'spread_bps',
    aggregate: null,
    when: 'above',
    value: '5',
    rearm: 3,
    match: 'any',
    more: [
      { field: 'liquidity.walls[side=bid].qty', aggregate: 'max', when: 'above', value: '40', rearm: null },
      { field: 'state', aggregate: null, when: 'equals', value: 'a gap', rearm: null },
    ],
  });
});

test('one condition is a rule of one', () => {
  expect(read('spread_bps above 5')).toMatchObject({ field: 'spread_bps', match: null, more: [] });
  expect(askedConditions({ match: 'all', field: 'spread_bps', when: 'above', value: 5 })).toEqual({
    field: 'spread_bps',
    aggregate: null,
    when: 'above',
    value: 5,
    rearm: null,
    match: null,
    more: [],
  });
});

test.each([
  ['spread_bps', 'a condition is written as'],
  ['spread_bps > 5', '">" is not one of above, below'],
  ['mean of walls[].qty above 5', '"mean" is not one of any, max'],
  ['spread_bps above 5 rearm low', 'rearm takes a number'],
])('%s is refused with what it should be', (text, problem) => {
  expect(() => read('spread_bps above 1', text)).toThrow(problem);
  expect(() => read('spread_bps above 1', text)).toThrow('conditions[1]');
});

test('conditions beside a field, and neither, are refused', () => {
  expect(() => askedConditions({ match: 'all', field: 'spread_bps', conditions: ['spread_bps above 5'] })).toThrow(
    'field: belongs into conditions',
  );
  expect(() => askedConditions({ match: 'all', when: 'above', value: 1 })).toThrow('field: is missing, and so are conditions');
});

test('a rule made of conditions in words keeps them as read only: its answer has no field of another name', async () => {
  const services = handMadeServices();
  let kept: object = {};
  const alerts = { ...services.alerts, create: (spec: object) => ((kept = spec), services.alerts.create(spec as never)) };
  const input = createAlert.input.parse({
    input: { symbol: 'BTCUSDT' },
    conditions: ['spread_bps above 5 rearm 3', 'mid_price above 1'],
  });
  await createAlert.run(input, { services: async () => ({ ...services, alerts }) } as never);
  expect(kept).toMatchObject({ field: 'spread_bps', rearm: 3, match: 'all' });
  expect(Object.keys(kept)).not.toContain('conditions');
});
