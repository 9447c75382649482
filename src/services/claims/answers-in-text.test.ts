import { expect, test } from 'vitest';
import { answersIn } from './answers-in-text.ts';
import { differences } from './whole-answer.ts';

const receipt = 'tf1:get_report:BTCUSDT@binance-spot:750489-41369+53000:472d:35vf97ks';
const answer = { as_of: '2026-01-01T00:00:00Z', mid_price: 61_848.9, depth: null, receipt };
const json = JSON.stringify(answer);
const result = {
  jsonrpc: '2.0',
  id: 7,
  result: { content: [{ type: 'text', text: json }], structuredContent: answer, isError: false },
};

test.each([
  ['alone', json, 1],
  ['with a byte order mark', `\uFEFF${json}`, 1],
  ['in a code fence between prose', `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nThat was it.`, 1],
  ['as a tool result', JSON.stringify(result.result), 2],
  ['as a message', JSON.stringify(result), 2],
  ['twice', `${json}\n${json}`, 2],
])('an answer is found %s', (_, text, count) => {
  const { answers, prose } = answersIn(text);
  expect(answers.map((one) => one.answer)).toEqual(Array.from({ length: count }, () => answer));
  expect(prose).not.toMatch(/61848|\d/);
});

test('what a result says beside its answer is prose', () => {
  const said = { structuredContent: answer, content: [{ type: 'text', text: 'The mid is 5.' }], note: 'it is 6' };
  const { prose } = answersIn(JSON.stringify(said));
  expect(prose).toContain('The mid is 5.');
  expect(prose).toContain('it is 6');
});

test.each([
  ['metadata of a result', { structuredContent: answer, _meta: { mid_price: 70_000 } }, '70000'],
  ['metadata of an item', { content: [{ type: 'text', text: json, _meta: { note: 'BTC falls' } }] }, 'BTC falls'],
  ['an item without text', { structuredContent: answer, content: [{ type: 'image', data: 'BTC falls' }] }, 'BTC falls'],
  ['the id of a message', { ...result, id: 'BTC falls' }, 'BTC falls'],
  ['the version of a message', { ...result, jsonrpc: 'BTC falls' }, 'BTC falls'],
  ['an error', { ...result.result, isError: true }, 'isError'],
])('%s is read as prose', (_, said, words) => {
  expect(answersIn(JSON.stringify(said)).prose).toContain(words);
});

const rows = (text: string) => answersIn(text).answers.flatMap((one) => differences(one, answer, ['raw_log']));

test('an answer is compared to the last digit, and nothing hides in it', () => {
  expect(rows(json)).toEqual([]);
  expect(rows(json.replace('61848.9', '61848.90'))).toEqual([]);
  expect(rows(json.replace('61848.9', '61848.8'))).toMatchObject([{ field: 'mid_price', verdict: 'altered' }]);
  expect(rows(json.replace('"depth":null', '"depth":1e400'))).toMatchObject([
    { verdict: 'not_checked' },
    { field: 'depth', verdict: 'altered' },
  ]);
  expect(rows(json.replace('61848.9', '61848.90000000000000001'))).toMatchObject([
    { field: 'mid_price', verdict: 'not_checked' },
  ]);
  expect(rows(json.replace('{', '{"mid_price":5,'))).toMatchObject([{ figure: 'mid_price', reason: 'duplicate key; keep one' }]);
  expect(rows(json.replace('{', '{"__proto__":{"a":5},'))).toMatchObject([{ field: '__proto__', verdict: 'altered' }]);
  expect(rows(json.replace('{', '{"raw_log":5,'))).toMatchObject([{ field: 'raw_log', verdict: 'not_checked' }]);
  expect(rows(json.replace('"depth":null,', ''))).toMatchObject([{ field: 'depth', verdict: 'altered' }]);
});

test('text that only looks like an answer stays prose', () => {
  for (const text of ['{"a":1', '{"receipt":5}', '{}', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, '{"'.repeat(1_000)])
    expect(answersIn(text)).toEqual({ answers: [], prose: text });
});
