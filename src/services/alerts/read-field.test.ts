import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Aggregate } from './answers.ts';
import { parsePath, type Step } from './path.ts';
import { aggregated, readField } from './read-field.ts';

const answer = {
  spread_bps: 2.5,
  mid_price: null,
  depth: null,
  fresh: true,
  liquidity: {
    walls: [
      { side: 'bid', qty: 3 },
      { side: 'ask', qty: 7 },
      { side: 'ask', qty: null },
    ],
    vacuums: null,
    none: [],
  },
  windows: [{ net: -1 }, { net: 4 }],
  streams: [
    { stream: 'book', state: 'gap' },
    { stream: 'trade', state: 'synced' },
  ],
};
const at = (path: string, aggregate: Aggregate | null = null) =>
  aggregated(readField(answer, parsePath(path) as readonly Step[]), aggregate);
const values = (path: string, aggregate: Aggregate | null = null) => {
  const reading = at(path, aggregate);
  return reading.kind === 'values' ? reading.values : reading.reason;
};

test.each([
  ['spread_bps', null, [2.5]],
  ['fresh', null, ['true']],
  ['windows[1].net', null, [4]],
  ['windows[].net', 'max', [4]],
  ['windows[].net', 'min', [-1]],
  ['windows[].net', 'any', [-1, 4]],
  ['liquidity.walls[].qty', 'any', [3, 7]],
  ['liquidity.walls[side=ask].qty', 'any', [7]],
  ['liquidity.walls[side=ask]', 'count', [2]],
  ['liquidity.walls[].qty', 'count', [2]],
  ['liquidity.none[]', 'count', [0]],
  ['streams[stream=book].state', 'any', ['gap']],
] as const)('%s, %s', (path, aggregate, expected) => {
  expect(values(path, aggregate)).toEqual(expected);
});

describe('an absent field yields no value but a reason', () => {
  test.each([
    ['mid_price', null, 'null'],
    ['depth.imbalance', null, 'null'],
    ['liquidity.vacuums[]', 'count', 'null'],
    ['liquidity.none[].x', 'max', 'empty'],
    ['windows[7].net', null, 'nothing'],
    ['windows[].other', 'any', 'each item'],
    ['nothing', null, 'null'],
    ['spread_bps.deeper', null, 'nothing'],
  ] as const)('%s, %s', (path, aggregate, said) => {
    expect(at(path, aggregate)).toMatchObject({ kind: 'absent', reason: expect.stringContaining(said) as string });
  });
});

test.each(['', '.', 'a..b', 'a[', 'a]b', 'a[-1]', 'a[b=]', 'a b', '__proto__[', 'a[x=1][2]', `a${'.a'.repeat(20)}`])(
  '%j is no path',
  (text) => {
    expect(parsePath(text)).toBeNull();
  },
);

test('never throws, and returns finite numbers or text, for any answer and path', () => {
  const word = fc.constantFrom('a', 'b', 'list[]', 'list[0]', 'list[a=1]');
  const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('.'));
  fc.assert(
    fc.property(fc.anything(), fc.dictionary(fc.constantFrom('a', 'b', 'list'), fc.anything()), path, (any, record, text) => {
      for (const from of [any, record]) {
        const reading = readField(from, parsePath(text) as readonly Step[]);
        if (reading.kind === 'values')
          for (const value of reading.values) expect(typeof value === 'string' || Number.isFinite(value)).toBe(true);
      }
    }),
  );
});
