import { expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';
import { figuresIn, proseOf } from './figures.ts';
import { fieldsNamed } from './labels.ts';

const fields = fieldsOf({
  last_price: 64_000.1,
  mid_price: 64_000.125,
  spread_bps: 0.12,
  best_bid: { price: 64_000.1, qty: 2 },
  best_ask: { price: 64_000.15, qty: 3 },
  depth: { imbalance: 0.03, top20_bid: [{ p: 64_000.1, q: 2 }] },
  health: { score: 86, components: { spread: 0.59 } },
  flow: { net_flow: -1.5, orders_per_sec: 12 },
  liquidity: { walls: [{ price: 63_000, qty: 50 }] },
  inputs: [{ seq: 7, age_ms: 100 }],
});

const named = (text: string) =>
  figuresIn(text).map((_, i, all) => fieldsNamed(proseOf(text), all, i, fields)?.map(({ path }) => path) ?? null);

test('a figure is named by the words before it, else by those after, else by none', () => {
  expect(named('The mid price is 64,000.125 and the spread 0.12 bps.')).toEqual([['mid_price'], ['spread_bps']]);
  expect(named('0.12 bps of spread')).toEqual([['spread_bps']]);
  expect(named('It was 64,000.125 then.')).toEqual([null]);
  expect(named('net flow of −1.5')).toEqual([['flow.net_flow']]);
});

test('a name does not reach over a sentence or another figure', () => {
  expect(named('The spread is narrow. It is 12 today.')).toEqual([null]);
  expect(named('spread 0.12, 12')).toEqual([['spread_bps'], null]);
});

test('a key is the field itself, and more words tell more', () => {
  expect(named('"mid_price": 64000.125, "qty": 2')).toEqual([
    ['mid_price'],
    ['best_bid.qty', 'best_ask.qty', 'liquidity.walls[0].qty'],
  ]);
  expect(named('best bid price 64,000.1')).toEqual([['best_bid.price']]);
  expect(named('the wall at 63,000')).toEqual([['liquidity.walls[0].price', 'liquidity.walls[0].qty']]);
});

test('the field that is named most fully is meant, and not a part of another that has the word in it', () => {
  expect(named('The spread is 0.59 bps')).toEqual([['spread_bps']]);
  expect(named('health 86 of 100')).toEqual([['health.score'], null]);
  expect(named("the health's spread part is 0.59")).toEqual([['health.components.spread']]);
});

test('counters of the feed are no claim about a market', () => {
  expect(fields.map(({ path }) => path).filter((path) => path.startsWith('inputs'))).toEqual([]);
});
