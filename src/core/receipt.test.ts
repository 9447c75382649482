import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, logPointOf, parseReceipt, receiptsIn, sealReceipt } from './receipt.ts';

const question = {
  operation: 'get_report',
  args: { symbol: 'BTC/USD', venue: 'kraken-spot', detail: 'concise', windows: [5, 30], limit: 20, odd: 'a b:c;d=e' },
  at: { session: 3, seq: 104_857, afterUs: 2_341 },
  formulas: '9c41',
};
const answer = { as_of: '2026-01-01T00:00:00Z', mid_price: 64_000.125, depth: null, receipt: null };

test('a receipt reads back to what it was made of', () => {
  const text = sealReceipt(question, answer);
  expect(text).toMatch(/^tf1:get_report:BTC\/USD@kraken-spot;detail=concise;limit=20;/);
  expect(parseReceipt(text)).toEqual({ ...question, digest: text.slice(-8) });
  expect(logPointOf(text)).toEqual(question.at);
  expect(logPointOf('3-104857+2341')).toEqual(question.at);
  expect(logPointOf('3-104857')).toBeNull();
});

test('it depends on the question and on every part of the answer, but not on the order of its keys', () => {
  const text = sealReceipt(question, answer);
  expect(sealReceipt(question, { receipt: 'x', mid_price: 64_000.125, depth: null, as_of: answer.as_of })).toBe(text);
  expect(sealReceipt(question, { ...answer, mid_price: 64_000.126 }).slice(-8)).not.toBe(text.slice(-8));
  expect(sealReceipt({ ...question, formulas: '9c42' }, answer).slice(-8)).not.toBe(text.slice(-8));
});

test('any arguments survive', () =>
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/),
        fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.array(fc.integer(), { maxLength: 3 })),
        {
          maxKeys: 3,
        },
      ),
      (args) => {
        const text = sealReceipt({ ...question, args }, answer);
        expect(text).not.toMatch(/\s/);
        if (text.length < 200) expect(parseReceipt(text)?.args).toEqual({ ...args });
      },
    ),
  ));

test('one is found in prose, whatever stands around it, and a mangled one is seen too', () => {
  const text = sealReceipt(question, answer);
  expect(receiptsIn(`The mid was 64,000.125 [${text}], they say (${text}).`).map(({ text: found }) => found)).toEqual([
    text,
    text,
  ]);
  expect(receiptsIn('tf1:whatever, and more')).toEqual([{ text: 'tf1:whatever', start: 0, end: 12 }]);
  expect(parseReceipt('tf1:whatever')).toBeNull();
  expect(parseReceipt(`${text}x`)).toBeNull();
});

test('hostile text is no receipt and takes no time', () => {
  for (const text of [
    'tf1:'.repeat(10_000),
    `tf1:get_report:${'%'.repeat(500)}:1-1+1:000000:00000000`,
    'tf1:get_report:%zz:1-1+1:000000:00000000',
  ])
    expect(parseReceipt(text)).toBeNull();
});

test('equal answers are equal text', () => {
  expect(canonicalJson({ b: [1, { d: undefined, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null}]}');
});
