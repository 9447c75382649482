import { expect, test } from 'vitest';
import type { Instrument } from '../../core/index.ts';
import { findMarket, isConflict, marketsOfCoin, symbolMeant } from './find-market.ts';
import type { MarketSource } from './source.ts';

type Terms = readonly [base: string, quote: string, kind?: Instrument['kind']] | null | 'unknown';

/** A source that follows these markets; null: its definition has not arrived; unknown: the venue has no such symbol. */
const following = (feeds: Readonly<Record<string, Readonly<Record<string, Terms>>>>): Pick<MarketSource, 'state' | 'venue'> => ({
  state: {
    feeds: new Map(
      Object.entries(feeds).map(([venue, symbols]) => [
        venue,
        {
          symbols: new Map(
            Object.entries(symbols).map(([symbol, terms]) => [
              symbol,
              {
                symbol,
                unknown: terms === 'unknown',
                instrument:
                  terms === null || terms === 'unknown'
                    ? null
                    : { base: terms[0], quote: terms[1], kind: terms[2] ?? 'spot', contract: null },
              },
            ]),
          ),
        },
      ]),
    ),
  } as unknown as MarketSource['state'],
  venue: () => ({ card: { briefName: 'NONE' } }) as ReturnType<MarketSource['venue']>,
});

const one = following({
  'kraken-spot': { 'BTC/USD': ['BTC', 'USD'], 'ETH/USD': ['ETH', 'USD'], 'ETH/EUR': ['ETH', 'EUR'], 'SOL/ETH': ['SOL', 'ETH'] },
});

test.each([
  ['btc', 'kraken-spot:BTC/USD'],
  ['bitcoin', 'kraken-spot:BTC/USD'],
  ['XBT', 'kraken-spot:BTC/USD'],
  ['btcusd', 'kraken-spot:BTC/USD'],
  // The price of a coin is meant in dollars.
  ['ethereum', 'kraken-spot:ETH/USD'],
  ['ETHEUR', 'kraken-spot:ETH/EUR'],
  // Followed only against another coin.
  ['sol', null],
  ['doge', null],
])('%s means %s', (symbol, market) => expect(findMarket(one, { symbol })).toBe(market));

test('two markets of a coin are not decided, on one venue or on two', () => {
  const spot = { BTCUSDT: ['BTC', 'USDT'], BTCUSDC: ['BTC', 'USDC'] } as const;
  expect(findMarket(following({ a: spot }), { symbol: 'btc' })).toBeNull();
  expect(
    findMarket(following({ a: { BTCUSDT: ['BTC', 'USDT'] }, b: { 'BTC/USD': ['BTC', 'USD'] } }), { symbol: 'btc' }),
  ).toBeNull();
});

test('the markets of a coin, so that one can be chosen', () => {
  const two = following({
    a: { BTCUSDT: ['BTC', 'USDT'], BTCEUR: ['BTC', 'EUR'], ETHUSDT: ['ETH', 'USDT'] },
    b: { 'BTC/USD': ['BTC', 'USD'] },
  });
  expect(marketsOfCoin(two, ['a', 'b'], 'bitcoin')).toEqual(['a:BTCUSDT', 'b:BTC/USD']);
  expect(marketsOfCoin(two, ['b'], 'btc')).toEqual(['b:BTC/USD']);
  expect(marketsOfCoin(two, ['a', 'b'], 'nothing like it')).toEqual([]);
});

test('a dated future is not what a coin means', () =>
  expect(
    findMarket(following({ a: { BTCUSDT_270326: ['BTC', 'USDT', 'future'], BTCUSDT: ['BTC', 'USDT', 'perp'] } }), {
      symbol: 'btc',
    }),
  ).toBe('a:BTCUSDT'));

test('nothing is decided while a definition is missing, because it could be that coin', () =>
  expect(
    findMarket(following({ a: { BTCEUR: ['BTC', 'EUR'], 'BTC/USD': ['BTC', 'USD'], X: null } }), { symbol: 'btc' }),
  ).toBeNull());

test('a symbol on a later venue wins over a coin on an earlier one', () =>
  expect(findMarket(following({ a: { 'SOL/USD': ['SOL', 'USD'] }, b: { SOL: ['OTHER', 'USD'] } }), { symbol: 'SOL' })).toBe(
    'b:SOL',
  ));

test('a write takes a symbol: a coin names none', () => expect(symbolMeant(one, 'kraken-spot', 'bitcoin')).toBeNull());

test('a symbol that its venue does not have hides neither a market of another venue nor a coin', () => {
  const source = following({ a: { BTCUSDT: 'unknown', BTCUSD: 'unknown' }, b: { 'BTC/USD': ['BTC', 'USD'] } });
  expect(findMarket(source, { symbol: 'BTC/USD' })).toBe('b:BTC/USD');
  expect(findMarket(source, { symbol: 'bitcoin' })).toBe('b:BTC/USD');
  // Its answer says that the venue has no such symbol.
  expect(findMarket(source, { symbol: 'BTCUSDT' })).toBe('a:BTCUSDT');
});

test('two names of two followed venues conflict; two of one venue do not, nor does an unknown one', () => {
  const two = following({ a: { BTCUSDT: ['BTC', 'USDT'] }, b: { 'BTC/USD': ['BTC', 'USD'] } });
  expect(isConflict(two, ['a', 'b'])).toBe(true);
  for (const names of [['a', 'a'], ['a', 'x'], ['a'], []]) expect(isConflict(two, names)).toBe(false);
});
