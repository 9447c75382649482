import { expect, test } from 'vitest';
import { Registry } from 'prom-client';
import { compileCatalogue } from '../../operations/index.ts';
import { measureInto } from '../metrics.ts';
import { slowFrom } from './budget.ts';

/** Operations whose answers are logged as slow if each takes this many milliseconds. */
function slow(took: Readonly<Record<string, number>>): string[] {
  let now = 0;
  const logged: string[] = [];
  const warn = (fields: Readonly<Record<string, unknown>>) =>
    void logged.push(`${String(fields['operation'])} ${String(fields['timeout_ms'])}`);
  const clock = { now: () => now, after: () => () => {} };
  const log = { debug: () => {}, info: () => {}, error: () => {}, warn };
  const slowMs = slowFrom({ TIMEOUT_MS: 150, CHECK_BUDGET_MS: 1_500 }, compileCatalogue({ detail: 'full' }));
  const measure = measureInto(new Registry(), { clock, log, slowMs });
  for (const [operation, ms] of Object.entries(took)) {
    const ended = measure?.(operation);
    now += ms * 1_000;
    ended?.('ok');
  }
  return logged;
}

test('a check is slow beyond its own budget, every other answer beyond TIMEOUT_MS', () => {
  expect(slow({ check_claim: 5_000, explain_anomaly: 9_000, get_report: 149 })).toEqual([]);
  expect(slow({ check_claim: 9_950, explain_anomaly: 12_000, get_report: 151 })).toEqual([
    'check_claim 9900',
    'explain_anomaly 9900',
    'get_report 150',
  ]);
});
