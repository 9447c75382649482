import { expect, test } from 'vitest';
import { makeCandles } from './candles-answer.ts';
import { makeLiquidity } from './liquidity.ts';
import type { Instrument } from '../../core/index.ts';
import { readMarket, type Reading } from './reading.ts';
import { unitCaveats } from './size-caveats.ts';
import { makeBook, makeFlow, makeTrades } from './small-answers.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const CAVEAT = 'Sizes above 10000000 are exact to 15 digits.';
const LARGE = 12_345_678.123_456_78;

function readingOf(on: Stage): Reading {
  const reading = readMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
  if (reading === null) throw new Error('not followed');
  return reading;
}

/** Whether trades, flow, candles, liquidity and the top of the book have the caveat about rounded sizes. */
function said(on: Stage): Record<string, boolean> {
  const reading = readingOf(on);
  const answers = {
    trades: makeTrades(reading, 1, undefined),
    flow: makeFlow(reading, [30]),
    candles: makeCandles(reading, '1m', 5),
    liquidity: makeLiquidity(reading, { sizes: [] }),
    book: makeBook(reading, 1),
  };
  return Object.fromEntries(Object.entries(answers).map(([name, { caveats }]) => [name, caveats.includes(CAVEAT)]));
}

function synced(bids: (typeof BOOK_A)['bids'] | readonly (readonly [number, number])[] = BOOK_A.bids): Stage {
  const on = stage();
  on.snapshot(10, { ...BOOK_A, bids });
  on.depth(11, 11);
  on.trade(1, 100, 1, 'buy');
  on.wait(1);
  return on;
}

test('sizes of fifteen digits need no word', () => {
  expect(Object.values(said(synced())).some(Boolean)).toBe(false);
});

test('a trade of more digits is said by each answer that rests on trades', () => {
  const on = synced();
  on.trade(2, 100, LARGE, 'sell');
  on.trade(3, 100, 1, 'buy');
  expect(said(on)).toMatchObject({ trades: true, flow: true, candles: true });
  expect(said(on)).toMatchObject({ book: false });
});

test('a level of more digits far below the best is said by each answer that rests on the book', () => {
  const deep = Array.from({ length: 60 }, (_, i) => [100 - i, i === 59 ? LARGE : 1] as const);
  expect(said(synced(deep))).toMatchObject({ book: true, liquidity: true, trades: false });
});

const unitOn = (venue: string) => (base: string) => unitCaveats({ instrument: { venue, base } as Instrument });

test.each([
  ['binance-usdm', '1000BONK', '1,000 BONK'],
  ['binance-usdm', '1000BTTC', '1,000 BTTC'],
  ['binance-usdm', '1000CAT', '1,000 CAT'],
  ['binance-usdm', '1000CHEEMS', '1,000 CHEEMS'],
  ['binance-usdm', '1000FLOKI', '1,000 FLOKI'],
  ['binance-usdm', '1000LUNC', '1,000 LUNC'],
  ['binance-usdm', '1000PEPE', '1,000 PEPE'],
  ['binance-usdm', '1000RATS', '1,000 RATS'],
  ['binance-usdm', '1000SATS', '1,000 SATS'],
  ['binance-usdm', '1000SHIB', '1,000 SHIB'],
  ['binance-usdm', '1000WHY', '1,000 WHY'],
  ['binance-usdm', '1000XEC', '1,000 XEC'],
  ['binance-usdm', '1000000BOB', '1,000,000 BOB'],
  ['binance-usdm', '1000000MOG', '1,000,000 MOG'],
  ['binance-usdm', '1MBABYDOGE', '1,000,000 BABYDOGE'],
  ['binance-spot', '1000CAT', '1,000 CAT'],
  ['binance-spot', '1000CHEEMS', '1,000 CHEEMS'],
  ['binance-spot', '1000SATS', '1,000 SATS'],
  ['binance-spot', '1MBABYDOGE', '1,000,000 BABYDOGE'],
])('on %s, 1 %s is %s', (venue, base, coins) =>
  expect(unitOn(venue)(base)).toEqual([`Sizes and prices count ${base}: 1 is ${coins} on this venue.`]),
);

test('a base asset outside the list has no caveat, whatever its name', () => {
  for (const base of ['BTC', '1INCH', '100X', '1000', '1000X', '1000NEW', '1MNEW', 'toString'])
    for (const venue of ['binance-usdm', 'binance-spot', 'kraken-spot']) expect(unitOn(venue)(base), base).toEqual([]);
  expect(unitOn('binance-spot')('1000PEPE')).toEqual([]);
  expect(unitOn('kraken-spot')('1000PEPE')).toEqual([]);
  expect(unitCaveats({ instrument: null })).toEqual([]);
});

test('an answer about a multiple says what one of it is', () => {
  const reading = readingOf(synced());
  const instrument = { ...(reading.symbol.instrument as Instrument), venue: 'binance-usdm', base: '1000PEPE' };
  const { caveats } = makeBook({ ...reading, symbol: { ...reading.symbol, instrument } }, 1);
  expect(caveats).toContain('Sizes and prices count 1000PEPE: 1 is 1,000 PEPE on this venue.');
});
