import { describe, expect, test } from 'vitest';
import { callOperation } from '../call.ts';
import { compileCatalogue } from '../catalogue.ts';
import { testContext } from '../testing/context.ts';
import { QUESTIONS } from '../testing/questions.ts';
import { searchEntries, words } from './search.ts';

const registry = compileCatalogue({ detail: 'concise' });
const names = (question: string, limit = 5) => searchEntries(registry, question, limit).map(({ name }) => name);

describe("recall for traders' questions", () => {
  const share = (limit: number) => {
    const missed = QUESTIONS.filter(([question, wanted]) => !names(question, limit).includes(wanted));
    return {
      share: 1 - missed.length / QUESTIONS.length,
      missed: missed.map(([question]) => `${question} → ${names(question).join(', ')}`),
    };
  };

  test('at least 95 % among five', () => {
    const { share: found, missed } = share(5);
    expect(found, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  test('at least 75 % first', () => {
    const { share: found, missed } = share(1);
    expect(found, missed.join('\n')).toBeGreaterThanOrEqual(0.75);
  });
});

test('an alias is found only by its name; otherwise its operation is, once', () => {
  expect(names('arguments of kraken_spot_klines_tool')[0]).toBe('kraken_spot_klines_tool');
  const hits = names('kraken spot candles');
  expect(hits[0]).toBe('get_candles');
  expect(new Set(hits).size).toBe(hits.length);
});

test('an empty question finds nothing', () => {
  expect(names('')).toEqual([]);
  expect(names('xyzzy')).toEqual([]);
  expect(names('the of and')).toEqual([]);
  expect(words('The bodies of TRADES, 2x!')).toEqual(['body', 'trade', '2x']);
});

describe('find_tools', () => {
  const find = async (input: object) =>
    (await callOperation(testContext(), 'find_tools', input)) as { hits: Record<string, unknown>[] };

  test('says more with each detail', async () => {
    const [name] = (await find({ query: 'order book', detail: 'names' })).hits;
    expect(name).toMatchObject({ name: 'get_book', summary: null, input_schema: null });
    const [schema] = (await find({ query: 'order book', detail: 'schema' })).hits;
    expect(schema).toMatchObject({ name: 'get_book', input_schema: { type: 'object' } });
  });

  test('without a match, suggests words to try, and these words have matches', async () => {
    expect(await find({ query: 'xyzzy' })).toEqual({ hits: [], advice: expect.stringContaining('list_operations') as string });
    expect(await find({ query: 'spread' })).toMatchObject({ advice: null });
    for (const query of ['spread', 'candles', 'order book'])
      expect((await find({ query })).hits.length, query).toBeGreaterThan(0);
  });

  test('gives at most five', async () => {
    expect((await find({ query: 'market price order trade book flow candles health' })).hits).toHaveLength(5);
    await expect(find({ query: 'x', limit: 6 })).rejects.toThrow('limit');
  });
});

describe('call_read_tool', () => {
  const dispatch = (name: string, input: object = {}) =>
    callOperation(testContext(), 'call_read_tool', { name, arguments: input });

  test('runs a tool and names it', async () => {
    expect(await dispatch('get_report', { symbol: 'BTCUSDT' })).toMatchObject({
      tool: 'get_report',
      answer: { symbol: 'BTCUSDT' },
    });
  });

  test('checks the arguments again', async () => {
    await expect(dispatch('get_book', { symbol: 'BTCUSDT', depth: 10_000 })).rejects.toMatchObject({
      publicName: 'invalid_input',
    });
    await expect(dispatch('get_nothing')).rejects.toMatchObject({ publicName: 'unknown_operation' });
  });

  test('does not call itself', async () => {
    await expect(dispatch('call_read_tool', { name: 'get_report' })).rejects.toMatchObject({ publicName: 'invalid_input' });
  });
});
