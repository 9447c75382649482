import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEvidence, parseEvidence, type Evidence } from './evidence.ts';
import { canonicalJson, digestOf, newerForm, parseReceipt, receiptsIn, sealReceipt } from './receipt.ts';

const question = {
  operation: 'get_report',
  args: { symbol: 'BTC/USD', venue: 'kraken-spot', detail: 'concise', windows: [5, 30], limit: 20, odd: 'a b:c;d=e' },
  evidence: { kind: 'log', points: [{ log: '482910', session: 3, seq: 104_857, afterUs: 2_341 }] } as Evidence,
  mark: '941276.2',
};
const answer = { as_of: '2026-01-01T00:00:00Z', mid_price: 64_000.125, depth: null, receipt: null };

test('a receipt reads back to what it was made of', () => {
  const text = sealReceipt(question, answer);
  expect(text).toMatch(/^tf2:get_report:BTC\/USD@kraken-spot;detail=concise;limit=20;.*:l482910\.3-104857\+2341:941276\.2:/);
  const [head, digest] = [text.slice(0, -13), text.slice(-12)];
  expect(parseReceipt(text)).toEqual({ ...question, head, digest });
  expect(digestOf(head, answer)).toBe(digest);
});

test('the first form still reads: its place has no log, and its mark stands for all formulas', () => {
  const text = 'tf1:get_report:BTCUSDT@binance-spot:750489-41369+53000:472d:35vf97ks';
  expect(parseReceipt(text)).toEqual({
    operation: 'get_report',
    args: { symbol: 'BTCUSDT', venue: 'binance-spot' },
    evidence: { kind: 'log', points: [{ log: null, session: 750_489, seq: 41_369, afterUs: 53_000 }] },
    mark: '472d',
    digest: '35vf97ks',
    head: text.slice(0, -9),
  });
});

test.each<readonly [string, Evidence]>([
  ['l482910.3-5+0', { kind: 'log', points: [{ log: '482910', session: 3, seq: 5, afterUs: 0 }] }],
  ['l-.3-5+0', { kind: 'log', points: [{ log: null, session: 3, seq: 5, afterUs: 0 }] }],
  [
    'l482910.3-5+0.4-6+1',
    {
      kind: 'log',
      points: [
        { log: '482910', session: 3, seq: 5, afterUs: 0 },
        { log: '482910', session: 4, seq: 6, afterUs: 1 },
      ],
    },
  ],
  ['x482910.3-5', { kind: 'other', letter: 'x', text: '482910.3-5' }],
  ['ktrades.12.1700-1800', { kind: 'other', letter: 'k', text: 'trades.12.1700-1800' }],
  ['g', { kind: 'other', letter: 'g', text: '' }],
])('a receipt can carry the evidence %s', (written, evidence) => {
  expect(formatEvidence(evidence)).toBe(written);
  expect(parseEvidence(written)).toEqual(evidence);
  expect(parseReceipt(sealReceipt({ ...question, evidence }, answer))?.evidence).toEqual(evidence);
});

test.each(['', 'l', 'l482910', 'l-', 'l482910.3-5', 'l48291.3-5+0', 'l482910.3-5+0.', 'll.x', 'g a', '3-5+0'])(
  '%j is no evidence',
  (text) => {
    expect(parseEvidence(text)).toBeNull();
  },
);

test('a form newer than this build is seen as such', () => {
  expect([newerForm('tf3:x'), newerForm('tf2:x'), newerForm('tf1:x'), newerForm('x tf3:x')]).toEqual(['tf3', null, null, null]);
  expect(receiptsIn('see [tf3:get_report:x:9]').map(({ text }) => text)).toEqual(['tf3:get_report:x:9']);
});

test('it depends on the question and on every part of the answer, but not on the order of its keys', () => {
  const text = sealReceipt(question, answer);
  expect(sealReceipt(question, { receipt: 'x', mid_price: 64_000.125, depth: null, as_of: answer.as_of })).toBe(text);
  expect(sealReceipt(question, { ...answer, mid_price: 64_000.126 }).slice(-12)).not.toBe(text.slice(-12));
  expect(sealReceipt({ ...question, mark: '941277.2' }, answer).slice(-12)).not.toBe(text.slice(-12));
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
    `tf1:get_report:${'%'.repeat(500)}:1-1+1:0000:00000000`,
    'tf1:get_report:%zz:1-1+1:0000:00000000',
    'tf2:'.repeat(10_000),
    `tf2:get_report:-:l482910${'.1-1+1'.repeat(5_000)}:000000.1:000000000000`,
    `tf2:get_report:-:l482910.1-1+1:000000${'.1'.repeat(5_000)}:000000000000`,
    'tf2:get_report:%zz:l482910.1-1+1:000000.1:000000000000',
  ])
    expect(parseReceipt(text)).toBeNull();
});

test('equal answers are equal text', () => {
  expect(canonicalJson({ b: [1, { d: undefined, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null}]}');
});
