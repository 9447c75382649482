import { describe, expect, test } from 'vitest';
import { compileCatalogue } from '../../../src/operations/index.ts';
import { openApiDocument } from '../../../src/faces/http/openapi.ts';
import { OPERATIONS } from '../../../src/operations/catalogue.ts';
import { FORMULAS } from '../../../src/operations/formulas/index.ts';
import { fieldsByFormula } from '../../../src/operations/numbers.ts';
import { describedIn, formulaOf, generalPath, inputsOf, numberAt, unitOf, type Formula } from './explain.ts';
import { bracketed } from '../words/path.ts';

const formula = (id: string, ...fields: string[]): Formula => ({
  id,
  version: 1,
  title: id,
  formula: '',
  unit: 'bps',
  units: {},
  streams: [],
  source: '',
  fields,
});
const ALL = [
  formula('spread', 'get_report.spread_bps'),
  formula('net', 'get_flow.windows[].net'),
  formula('profile', 'get_report.liquidity.profile'),
];

describe('formulas', () => {
  test.each([
    ['get_report', 'spread_bps', 'spread'],
    ['get_flow', 'windows.3.net', 'net'],
    ['get_report', 'liquidity.profile.poc', 'profile'],
    ['get_flow', 'spread_bps', undefined],
  ])('%s.%s: %s', (operation, field, id) => expect(formulaOf(ALL, operation, field)?.id).toBe(id));

  test('an index matches any index', () => expect(generalPath('depth.top20_bid.12.q')).toBe('depth.top20_bid[].q'));
});

describe('unit and inputs of a figure', () => {
  const fields = fieldsByFormula(OPERATIONS);
  const all: Formula[] = FORMULAS.map((row) => ({
    ...row,
    units: { ...row.units },
    streams: [...row.streams],
    fields: [...(fields.get(row.id) ?? [])],
  }));
  const inputs = [{ stream: 'book' }, { stream: 'trade' }, { stream: 'ticker' }];
  test.each([
    ['get_report', 'change_24h_pct', 'per cent', ['ticker']],
    ['get_report', 'volume_24h', 'base currency', ['ticker']],
    ['get_report', 'mid_price', 'quote currency', ['book']],
    ['get_report', 'liquidity.walls.0.price', 'quote currency', ['book']],
    ['get_report', 'liquidity.walls.1.qty', 'base currency', ['book']],
    ['get_report', 'depth.top20_bid.3.q', 'base currency', ['book']],
    ['get_report', 'liquidity.profile.poc', 'quote currency', ['trade']],
    ['get_report', 'health.components.depth', 'share, 0–1', ['book', 'trade']],
    ['get_report', 'last_price', 'quote currency', ['trade', 'ticker']],
    ['get_flow', 'cvd.quote', 'quote currency', ['trade']],
    ['get_trades', 'trades.0.qty', 'base currency', ['trade']],
  ])('%s.%s: %s', (operation, field, unit, streams) => {
    const found = formulaOf(all, operation, field);
    expect(found && unitOf(found, field)).toBe(unit);
    expect(inputsOf(found, inputs)).toEqual({ of: 'figure', inputs: streams.map((stream) => ({ stream })) });
  });

  test('without a formula, the inputs are those of the answer', () =>
    expect(inputsOf(null, inputs)).toEqual({ of: 'answer', inputs }));
});

describe('descriptions', () => {
  const { components } = openApiDocument(compileCatalogue({ detail: 'full' }), '0') as unknown as {
    components: { schemas: Record<string, object> };
  };
  test.each([
    ['get_report', 'spread_bps', /basis points/],
    ['get_report', 'best_bid.price', /Price/],
    ['get_report', 'depth.top20_ask.3.q', /Size/],
    ['get_report', 'liquidity.walls.0.price', /Price/],
    ['get_flow', 'windows.0.ofi', /imbalance/],
    ['get_data_health', 'streams.2.age_ms', /Milliseconds/],
  ])('%s.%s is described', (operation, field, said) => {
    expect(describedIn(components.schemas[`${operation}_answer`] ?? {}, field)).toMatch(said);
  });

  test('a missing field has no description', () =>
    expect(describedIn(components.schemas['get_report_answer'] ?? {}, 'nothing.at.all')).toBeNull());
});

test('a path of the page exists in the answer of the server, with the same number', () => {
  expect(bracketed('windows.3.net')).toBe('windows[3].net');
  expect(bracketed('best_bid.price')).toBe('best_bid.price');
  expect(numberAt({ windows: [{ net: 1.5 }] }, 'windows.0.net')).toBe(1.5);
  expect(numberAt({ mid_price: null }, 'mid_price')).toBeNull();
  expect(numberAt({}, 'a.b.c')).toBeNull();
});
