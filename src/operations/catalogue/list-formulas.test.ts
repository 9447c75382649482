import { expect, test } from 'vitest';
import { callOperation } from '../call.ts';
import { compileCatalogue, OPERATIONS } from '../catalogue.ts';
import { numbersOf } from '../numbers.ts';
import { testContext } from '../testing/context.ts';
import { findNumbers, type NumberRow } from './find-numbers.ts';
import { unitOf } from './plain-numbers.ts';

const registry = compileCatalogue({ detail: 'concise' });

interface Listed {
  readonly total: number;
  readonly formulas: readonly { id: string; unit: string; units: Record<string, string>; fields: string[] }[];
  readonly others: readonly { name: string; unit: string; meaning: string; fields: string[] }[];
}
const list = async (field: string, limit = 20) =>
  (await callOperation(testContext(), 'list_formulas', { field, limit })) as unknown as Listed;

/** The unit that a row states for a field. */
const unitFor = ({ formula, plain }: NumberRow, name: string): string | undefined =>
  plain === null ? (formula.units === undefined ? formula.unit : (formula.units[name] ?? formula.unit)) : plain.unit;

test('every number of every answer is found by its name and by its path, with its unit', () => {
  const missed: string[] = [];
  for (const path of OPERATIONS.flatMap(numbersOf).map((one) => one.path)) {
    const plain = path.replaceAll('[]', '');
    const name = plain.slice(plain.lastIndexOf('.') + 1);
    for (const asked of [name, path, plain, path.replaceAll('[]', '[0]')]) {
      const row = findNumbers(registry, asked).find(({ fields }) => fields.includes(path));
      if (row === undefined || (unitFor(row, name) ?? '') === '') missed.push(`${asked}: ${path}`);
    }
  }
  expect(missed).toEqual([]);
});

test.each([
  ['age_ms', 'milliseconds'],
  ['clock_offset_ms', 'milliseconds'],
  ['get_latest.funding', 'ratio, a fraction (0.0001 is 0.01 %)'],
  ['get_latest.funding[0].rate', 'ratio, a fraction (0.0001 is 0.01 %)'],
  ['get_latest.mark.next_funding_rate', 'ratio, a fraction (0.0001 is 0.01 %)'],
  ['get_latest.funding.interval_hours', 'hours'],
  ['open_interest', 'as the field unit beside it: base currency, quote currency or contracts'],
  ['tick', 'quote currency'],
  ['lot', 'base currency'],
])('%s has the unit %s', async (field, unit) => {
  const { others } = await list(field);
  expect(others.map((one) => one.unit)).toContain(unit);
});

test('words find numbers as names do', async () => {
  for (const [asked, field] of [
    ['funding rate', 'get_latest.funding[].rate'],
    ['ETH funding rate', 'get_latest.funding[].rate'],
    ['open interest', 'get_latest.open_interest.open_interest'],
    ['openInterest', 'get_latest.open_interest.open_interest'],
    ['clock offset', 'get_data_health.venues[].clock_offset_ms'],
    ['mark price', 'get_latest.mark.mark_price'],
    ['micro price', 'get_report.micro_price'],
    ['hit rate', 'get_ledger.summary[].hit_rate'],
  ] as const) {
    const { formulas, others } = await list(asked);
    expect(
      [...formulas, ...others].flatMap(({ fields }) => fields),
      asked,
    ).toContain(field);
  }
  expect(await list('xyzzy')).toMatchObject({ total: 0, formulas: [], others: [] });
});

test('names inside notes and evidence of detectors are found', async () => {
  for (const asked of [
    'vpin_cdf',
    'seen.vpin_cdf',
    'seen.times_usual',
    'parts.unusualTimes',
    'usualLarge',
    'layers',
    'flow_z',
    'chance_per_hour',
  ])
    expect((await list(asked)).formulas.map(({ id }) => id).join(), asked).toMatch(/anomaly-(?:seen|parts|score)/);
});

test('vpin is found', async () => expect((await list('vpin')).total).toBeGreaterThan(0));

test('an answer with many places stays short, and pages run over formulas and others alike', async () => {
  const { others } = await list('age_ms');
  expect(others.flatMap(({ fields }) => fields)).toContain('*.age_ms');
  const whole = await list('', 500);
  expect(whole.total).toBe(whole.formulas.length + whole.others.length);
  const page = (await callOperation(testContext(), 'list_formulas', {
    offset: whole.formulas.length - 1,
    limit: 10,
  })) as unknown as Listed;
  expect([page.formulas.length, page.others.length]).toEqual([1, 9]);
});

test('a unit comes from the name or the origin, else from the description', () => {
  const unit = (name: string, meaning: string, reason: 'count' | 'received' = 'received') => unitOf({ name, reason, meaning });
  expect(unit('lag_ms', 'Lag.')).toBe('milliseconds');
  expect(unit('missing', 'Number of these ids.', 'count')).toBe('count');
  expect(unit('threshold', 'Its threshold, in the same unit (price, count …).')).toBe('unit of the field that it is about');
  expect(unit('size', 'Size, in `unit`.')).toContain('contracts');
  expect(unit('size', 'How big.')).toBeNull();
});
