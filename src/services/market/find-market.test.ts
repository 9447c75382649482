import { expect, test } from 'vitest';
import type { Instrument } from '../../core/index.ts';
import { symbolMeant } from './find-market.ts';
import type { MarketSource } from './source.ts';

/** A source that follows these symbols, each with its base. */
const following = (symbols: Readonly<Record<string, string>>): Pick<MarketSource, 'state'> => ({
  state: {
    feeds: new Map([
      [
        'kraken-spot',
        {
          symbols: new Map(
            Object.entries(symbols).map(([symbol, base]) => [symbol, { symbol, instrument: { base } as Instrument }]),
          ),
        },
      ],
    ]),
  } as unknown as MarketSource['state'],
});

test.each([
  ['btc', 'BTC/USD'],
  ['bitcoin', 'BTC/USD'],
  ['XBT', 'BTC/USD'],
  ['btcusd', 'BTC/USD'],
  // Two markets of this coin: which one is not known.
  ['eth', null],
  ['ethereum', null],
  ['ETHEUR', 'ETH/EUR'],
  ['sol', null],
])('%s means %s', (asked, symbol) =>
  expect(symbolMeant(following({ 'BTC/USD': 'BTC', 'ETH/USD': 'ETH', 'ETH/EUR': 'ETH' }), 'kraken-spot', asked)).toBe(symbol),
);
