import { expect, test } from 'vitest';
import type { OperationAnswer } from '../../client/index.ts';
import { handMadeAlerts } from '../../operations/testing/alerts.ts';
import { alertsInWords, alertTestInWords } from './alert-words.ts';

const asked = { limit: 1, fired: 0 };

test('the value of an alert with several conditions names its field', async () => {
  const single = await handMadeAlerts().list(asked);
  expect(alertsInWords(single)).toContain('; last value 0.0011');
  const more = [{ field: 'depth.imbalance', aggregate: null, when: 'below' as const, value: -0.9, rearm: null }];
  const of = (part: object) => ({
    ...single,
    rules: single.rules.map((rule) => ({ ...rule, match: 'any' as const, more, ...part })),
  });
  expect(alertsInWords(of({}))).toContain('spread_bps above 5 or depth.imbalance below -0.9\n');
  expect(alertsInWords(of({}))).toContain('; last value of spread_bps 0.0011');
  const listed = of({ aggregate: 'max', field: 'liquidity.walls[].qty' });
  expect(alertsInWords(listed)).toContain('; last value of max of liquidity.walls[].qty 0.0011');
  const tested = {
    ...(await handMadeAlerts().test({ id: 'al-1a2b3c4d' })),
    rule: of({}).rules[0],
  } as OperationAnswer<'test_alert'>;
  expect(alertTestInWords(tested)).toContain('current value of spread_bps 0.0011');
});
