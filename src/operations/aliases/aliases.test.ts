import { expect, test } from 'vitest';
import type { MarketService } from '../../services/market/answers.ts';
import { callOperation } from '../call.ts';
import { OPERATIONS } from '../catalogue.ts';
import { createRegistry } from '../registry.ts';
import { testContext } from '../testing/context.ts';
import { handMadeMarket } from '../testing/market.ts';
import type { Alias } from '../types.ts';
import { ALIASES, type AliasTables } from './catalogue.ts';

const seenBy = async (name: string, input: object): Promise<[keyof MarketService, unknown]> => {
  const seen: [keyof MarketService, unknown][] = [];
  const market = handMadeMarket((method, query) => void seen.push([method, query]));
  await callOperation(testContext({ market }), name, input);
  const [first] = seen;
  if (!first) throw new Error('no query was made');
  return first;
};

test('an alias renames, defaults and fixes', async () => {
  expect(await seenBy('kraken_spot_trades_tool', { count: 7 })).toEqual([
    'getTrades',
    { symbol: 'BTCUSD', venue: 'kraken-spot', limit: 7, beforeId: undefined },
  ]);
  expect(await seenBy('binance_spot_klines_tool', { interval: '4H', limit: 3 })).toEqual([
    'getCandles',
    { symbol: 'BTCUSDT', venue: 'binance-spot', interval: '4h', limit: 3 },
  ]);
});

test.each([
  ['XBTUSD', 'BTCUSD'],
  ['xbt/usd', 'BTC/USD'],
  ['XXBTZUSD', 'BTCUSD'],
  ['XETHXXBT', 'ETHBTC'],
  ['SOLXBT', 'SOLBTC'],
  ['XETHZEUR', 'ETHEUR'],
  ['xdgusd', 'DOGEUSD'],
  ['BTC/USD', 'BTC/USD'],
])("Kraken's %s is %s", async (pair, symbol) => {
  const seen: unknown[] = [];
  const market: MarketService = {
    ...handMadeMarket(),
    getBook: (query) => {
      seen.push(query.symbol);
      return handMadeMarket().getBook({ ...query, symbol: 'BTCUSD' });
    },
  };
  await callOperation(testContext({ market }), 'kraken_spot_orderbook_tool', { pair });
  expect(seen).toEqual([symbol]);
});

test('a fixed or renamed argument is refused under its old name', async () => {
  await expect(callOperation(testContext(), 'kraken_spot_trades_tool', { venue: 'binance-spot' })).rejects.toThrow(
    'no argument venue',
  );
  await expect(callOperation(testContext(), 'kraken_spot_trades_tool', { limit: 5 })).rejects.toThrow('no argument limit');
});

test('the schema shows the names and defaults of the alias, without the fixed arguments', () => {
  const { inputSchema } = testContext().registry.byName.get('kraken_spot_klines_tool') ?? {};
  expect(Object.keys(inputSchema?.['properties'] ?? {})).toEqual(['pair', 'interval', 'limit', 'detail']);
  expect(inputSchema).toMatchObject({ properties: { pair: { default: 'BTCUSD' }, interval: { default: '1h' } } });
  expect(inputSchema).not.toHaveProperty('required');
});

const list = (alias: Partial<Alias>, toolset: keyof AliasTables = 'market') =>
  createRegistry({
    operations: OPERATIONS,
    aliases: {
      [toolset]: [{ name: 'an_alias', title: 'An alias', operation: 'get_book', defaults: { symbol: 'BTCUSDT' }, ...alias }],
    },
    detail: 'full',
  });
const compile = (alias: Partial<Alias>) => list(alias).byName.get('an_alias')?.input;

test('a row for an unknown operation is refused when listed', () => {
  expect(() => list({})).not.toThrow();
  expect(() => list({ operation: 'get_nothing' })).toThrow('is not an operation');
  expect(() => list({ name: 'get_book' })).toThrow('declared twice');
  expect(() => list({}, 'alerts')).toThrow('belongs in the aliases of market');
});

test('a row with wrong arguments is refused when its input is made', () => {
  expect(() => compile({})).not.toThrow();
  expect(() => compile({ renamed: { pair: 'ticker' } })).toThrow('no argument ticker');
  expect(() => compile({ fixed: { venue: 7 } })).toThrow();
  expect(() => compile({ defaults: { symbol: 'BTCUSDT', depth: 0 } })).toThrow();
  expect(() => compile({ defaults: {} })).toThrow('example');
});

const ALL = Object.values(ALIASES).flat();

test('the argument names known before compilation equal those of the schema', () => {
  const { byName } = testContext().registry;
  for (const { name } of ALL) {
    const entry = byName.get(name);
    expect(entry?.argumentNames).toEqual(Object.keys(entry?.input.shape ?? {}));
  }
});

test('every alias answers without any argument', async () => {
  for (const { name } of ALL) await expect(callOperation(testContext(), name, {})).resolves.toHaveProperty('as_of');
});
