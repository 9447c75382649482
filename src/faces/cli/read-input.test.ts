import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInput } from './read-input.ts';

test.each([
  [[], {}],
  [['symbol=BTCUSDT'], { symbol: 'BTCUSDT' }],
  [
    ['symbol=BTCUSDT', 'depth=5', 'sizes=[1,2.5]', 'detail=full'],
    { symbol: 'BTCUSDT', depth: 5, sizes: [1, 2.5], detail: 'full' },
  ],
  [['a=true', 'b=false', 'c=null', 'd="5"', 'e=-1.5', 'f='], { a: true, b: false, c: null, d: '5', e: -1.5, f: '' }],
  [['interval=1m', 'symbol=1INCHUSDT', 'q=x=y'], { interval: '1m', symbol: '1INCHUSDT', q: 'x=y' }],
  [[' {"symbol":"BTC/USD"}'], { symbol: 'BTC/USD' }],
])('%j is %j', (words, input) => {
  expect(readInput(words)).toEqual(input);
});

describe('a word that is neither is refused by name', () => {
  test.each([
    [['BTCUSDT'], 'BTCUSDT'],
    [['=5'], '=5'],
    [['{"a":1'], '{"a":1'],
    [['[1]'], '[1]'],
    [['{"a":1}', 'b=2'], '{"a":1}'],
    [[`{"a":${'['.repeat(100)}${']'.repeat(100)}}`], 'nested deeper than 32 levels'],
  ])('%j', (words, problem) => {
    expect(() => readInput(words)).toThrow(
      expect.objectContaining({ code: 'TF_CLI_ARGUMENT_UNREADABLE', message: expect.stringContaining(problem) as string }),
    );
  });
});

test('any object is read from its JSON, and any flat object from its pairs', () => {
  const name = fc.stringMatching(/^[a-z_]{1,8}$/);
  const flat = fc.dictionary(name, fc.oneof(fc.boolean(), fc.integer(), fc.stringMatching(/^[A-Za-z/][A-Za-z/ ]*$/)));
  fc.assert(
    fc.property(flat, (input) => {
      expect(readInput([JSON.stringify(input)])).toEqual(input);
      const words = Object.entries(input).map(([key, value]) => `${key}=${value}`);
      const kept = Object.entries(input).filter(
        ([, value]) => !['true', 'false', 'null'].includes(String(value)) || typeof value === 'boolean',
      );
      expect(readInput(words)).toMatchObject(Object.fromEntries(kept));
    }),
  );
});
