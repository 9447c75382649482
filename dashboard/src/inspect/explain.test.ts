import { describe, expect, test } from 'vitest';
import { compileCatalogue } from '../../../src/operations/index.ts';
import { openApiDocument } from '../../../src/faces/http/openapi.ts';
import { bracketed, describedIn, formulaOf, generalPath, numberAt, type Formula } from './explain.ts';

const formula = (id: string, ...fields: string[]): Formula => ({
  id,
  version: 1,
  title: id,
  formula: '',
  unit: '',
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

  test('an index is any index', () => expect(generalPath('depth.top20_bid.12.q')).toBe('depth.top20_bid[].q'));
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

  test('what is not there is not described', () =>
    expect(describedIn(components.schemas['get_report_answer'] ?? {}, 'nothing.at.all')).toBeNull());
});

test('a path of the page is one of the server, and has the number that the answer has there', () => {
  expect(bracketed('windows.3.net')).toBe('windows[3].net');
  expect(bracketed('best_bid.price')).toBe('best_bid.price');
  expect(numberAt({ windows: [{ net: 1.5 }] }, 'windows.0.net')).toBe(1.5);
  expect(numberAt({ mid_price: null }, 'mid_price')).toBeNull();
  expect(numberAt({}, 'a.b.c')).toBeNull();
});
