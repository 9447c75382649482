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

test.each(['get_trades.side', 'get_trades.time', 'm true', 'what is m:true in a trade, T vs E', 'trade side', 'is buyer maker'])(
  '%s is explained with the trades, although it is no number',
  async (asked) => {
    const { formulas } = await list(asked);
    const [first] = formulas as ((typeof formulas)[number] & { formula: string })[];
    expect(first).toMatchObject({ id: 'trades', units: { side: 'buy or sell', time: 'RFC 3339 UTC' } });
    expect(first?.formula).toMatch(/m true is sell/);
  },
);

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

test('a word inside another word states no unit', () => {
  const unit = (meaning: string) => unitOf({ name: 'value', reason: 'received', meaning });
  expect(unit('Duration of the operation, seconds.')).toBe('seconds');
  expect(unit('Configuration of the iteration, milliseconds.')).toBe('milliseconds');
  expect(unit('Amount after the discount, base currency.')).toBe('base currency');
  for (const meaning of [
    'How long the operation took: its duration.',
    'Discount of the account.',
    'Consequences of the settings.',
    'Range 10–15.',
    'Priceless.',
    'The sequence of events.',
    'Microseconds since the start.',
  ])
    expect(unit(meaning), meaning).toBeNull();
});

const AS_UNIT = 'as the field unit beside it: base currency, quote currency or contracts';
const RATIO = 'ratio, a fraction (0.0001 is 0.01 %)';
const ID = 'an id or sequence number';
const OF_FIELD = 'unit of the field that it is about';
test.each([
  ['get_report.inputs[].age_ms', 'milliseconds'],
  ['get_data_health.raw_log.lag_ms', 'milliseconds'],
  ['get_data_health.venues[].clock_offset_ms', 'milliseconds'],
  ['list_markets.markets[].last_price_age_ms', 'milliseconds'],
  ['get_report.flow.seconds', 'seconds'],
  ['get_changes.spread.every_sec', 'seconds'],
  ['get_liquidations.covered_sec', 'seconds'],
  ['get_changes.minutes', 'minutes'],
  ['get_latest.funding[].interval_hours', 'hours'],
  ['get_data_health.raw_log.bytes', 'bytes'],
  ['get_liquidity.depth_by_distance[].within_bps', 'basis points'],
  ['estimate_execution.order.fee_bps', 'basis points'],
  ['list_markets.markets[].tick', 'quote currency'],
  ['list_markets.markets[].contract.strike', 'quote currency'],
  ['get_book.known_from', 'quote currency'],
  ['estimate_execution.order.limit_price', 'quote currency'],
  ['get_latest.mark.mark_price', 'quote currency'],
  ['get_latest.open_interest.open_interest_value', 'quote currency'],
  ['get_latest.candle[].close', 'quote currency'],
  ['get_candle_history.candles[].quote_volume', 'quote currency'],
  ['list_markets.markets[].lot', 'base currency'],
  ['get_candle_history.candles[].volume', 'base currency'],
  ['list_markets.markets[].contract.size', 'base or quote currency, by the kind of contract'],
  ['estimate_execution.order.size', 'as the field size_unit beside it: base or quote currency'],
  ['get_latest.open_interest.open_interest', AS_UNIT],
  ['get_latest.liquidation[].size', AS_UNIT],
  ['get_latest.candle[].volume', AS_UNIT],
  ['get_funding_history.settlements[].rate', RATIO],
  ['get_latest.mark.next_funding_rate', RATIO],
  ['get_report.inputs[].seq', ID],
  ['get_trades.trades[].id', ID],
  ['get_trades.next_before_id', ID],
  ['get_anomalies.anomalies[].evidence.from_seq', ID],
  ['get_data_health.gaps[].ids.first', ID],
  ['get_data_health.venues[].rest_weight_used', 'count'],
  ['get_realized_volatility.observations', 'count'],
  ['follow_market.followed_most', 'count'],
  ['list_formulas.formulas[].version', 'count'],
  ['get_anomalies.threshold', 'share or score, 0–1'],
  ['find_tools.hits[].score', 'share or score, 0–1'],
  ['check_claim.figures[].actual', OF_FIELD],
  ['list_alerts.rules[].value', OF_FIELD],
  ['list_alerts.rules[].rearm', OF_FIELD],
  ['list_alerts.fired[].threshold', OF_FIELD],
])('%s has exactly the unit %s', (path, unit) => {
  const rows = findNumbers(registry, path).filter(({ fields }) => fields.includes(path));
  expect(rows.map(({ plain }) => plain?.unit)).toEqual([unit]);
});
