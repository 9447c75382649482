import { expect, test } from 'vitest';
import { stage, SYMBOL, VENUE } from '../services/market/testing/stage.ts';
import { inputStamp } from './market-stamp.ts';

test.each([
  ['its own names', { symbol: SYMBOL, venue: VENUE }],
  ['another spelling', { symbol: SYMBOL.toLowerCase(), venue: VENUE }],
  ['no venue', { symbol: SYMBOL }],
  ['nothing', {}],
])('a query by %s has another stamp once something arrived from the market', (_, input) => {
  const on = stage();
  const stamp = inputStamp(on.engine);
  on.trade(1, 100, 1, 'buy');
  const before = stamp(input);
  expect(stamp(input)).toBe(before);
  on.wait(1);
  on.trade(2, 100, 1, 'buy');
  expect(stamp(input)).not.toBe(before);
});
