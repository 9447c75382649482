import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VENUE_IDS } from '../../venues/ids.ts';
import { callOperation } from '../call.ts';
import { compileCatalogue } from '../catalogue.ts';
import { ANSWERABLE } from '../testing/fixtures/answerable-questions.ts';
import { DECLINED } from '../testing/fixtures/declined-questions.ts';
import { QUESTIONS } from '../testing/questions.ts';
import { testContext } from '../testing/context.ts';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { NOT_OFFERED, notOffered } from './not-offered.ts';
import { searchEntries } from './search.ts';

const registry = compileCatalogue({ detail: 'concise' });
const topicOf = (question: string) => notOffered(question)?.topic ?? null;
const QUESTIONS_DECLINED = DECLINED.flatMap(([topic, questions]) => questions.map((question) => ({ topic, question })));

test('a question that no tool answers is declined by its topic', () => {
  const wrong = QUESTIONS_DECLINED.filter(({ topic, question }) => topicOf(question) !== topic);
  expect(wrong.map(({ topic, question }) => `${question}: ${topicOf(question)}, not ${topic}`)).toEqual([]);
  expect(QUESTIONS_DECLINED.length).toBeGreaterThanOrEqual(90);
});

test('every topic has three such questions or more', () => {
  expect(NOT_OFFERED.map(({ topic }) => topic).toSorted()).toEqual(DECLINED.map(([topic]) => topic).toSorted());
  expect(DECLINED.filter(([, questions]) => questions.length < 3)).toEqual([]);
});

test('a question that a tool answers is not declined', () => {
  const questions = [...QUESTIONS.map(([question]) => question), ...ANSWERABLE];
  expect(questions.flatMap((one) => (topicOf(one) === null ? [] : [`${one}: ${topicOf(one)}`]))).toEqual([]);
  expect(ANSWERABLE.length).toBeGreaterThanOrEqual(290);
});

test('a tool that begins to answer a topic ends its row: no text of an operation is declined', () => {
  const texts = registry.entries.flatMap(({ operation }) => [
    operation.title,
    operation.summary,
    ...(operation.keywords ?? []),
    ...operation.examples.map(({ ask }) => ask),
  ]);
  expect([...new Set(texts)].flatMap((text) => (topicOf(text) === null ? [] : [`${text}: ${topicOf(text)}`]))).toEqual([]);
  const venues = VENUE_IDS.flatMap((id) => [id, id.split('-')[0] ?? id]);
  expect(venues.filter((id) => topicOf(`book of ${id}`) !== null)).toEqual([]);
});

test('each named tool and command exists, and each tool that a text names is listed', () => {
  const commands = readFileSync(new URL('../../../docs/generated/commands.md', import.meta.url), 'utf8');
  for (const { topic, why, nearest, tools } of NOT_OFFERED) {
    for (const tool of tools) expect(registry.byName.get(tool)?.alias, `${topic}: ${tool}`).toBeNull();
    const named = nearest.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    expect(named.toSorted(), topic).toEqual(tools.toSorted());
    for (const [, command] of `${why} ${nearest}`.matchAll(/`tallyfoil (\w+)/g))
      expect(commands, topic).toContain(`## ${command}\n`);
  }
});

interface Answer {
  readonly not_offered: { topic: string; nearest: string } | null;
  readonly hits: readonly { name: string; score: number; summary: string | null; input_schema: object | null }[];
  readonly advice: string | null;
}
const find = async (input: { query: string; limit?: number; detail?: string }) =>
  (await callOperation(testContext(), 'find_tools', input)) as unknown as Answer;
const WEAK = 0.35;

test('find_tools says so first, in few tokens, and leaves out weak hits only', async () => {
  for (const { topic, question } of QUESTIONS_DECLINED) {
    const answer = await find({ query: question });
    expect(Object.keys(answer)[0]).toBe('not_offered');
    expect(answer, question).toMatchObject({ not_offered: { topic }, advice: null });
    const fitting = searchEntries(registry, question, 5).filter(({ score }) => score >= WEAK);
    expect(
      answer.hits.map(({ name }) => name),
      question,
    ).toEqual(fitting.map(({ entry }) => entry.name));
    expect(countTokens(JSON.stringify(answer)), question).toBeLessThanOrEqual(fitting.length === 0 ? 160 : 250);
  }
});

test('beside a topic, hits keep their summaries up to two, and the schemas that were asked for', async () => {
  const summaries = async (query: string, detail?: string) =>
    (await find({ query, ...(detail === undefined ? {} : { detail }) })).hits.map(({ summary }) => summary !== null);
  expect(await summaries('liquidations on kraken')).toEqual([true, true]);
  expect(await summaries('hyperliquid order book')).toEqual([false, false, false]);
  expect(await summaries('hyperliquid order book', 'schema')).toEqual([true, true, true]);
  const { not_offered, hits } = await find({ query: 'hyperliquid order book', detail: 'schema', limit: 1 });
  expect(not_offered?.topic).toBe('other venues');
  expect(hits).toMatchObject([{ name: 'get_book', input_schema: { type: 'object' } }]);
});

test('the name of a tool is a question about that tool', async () => {
  const ask = (query: string) => callOperation(testContext(), 'find_tools', { query, limit: 1 });
  expect(await ask('does create_alert send sms')).toMatchObject({ not_offered: null, hits: [{ name: 'create_alert' }] });
  expect(await ask('spread')).toMatchObject({ not_offered: null });
});
