import { describe, expect, test } from 'vitest';
import { callOperation } from '../call.ts';
import { compileCatalogue } from '../catalogue.ts';
import { testContext } from '../testing/context.ts';
import { QUESTIONS } from '../testing/questions.ts';
import { searchEntries, words } from './search.ts';

const registry = compileCatalogue({ detail: 'concise' });
const names = (question: string, limit = 5) => searchEntries(registry, question, limit).map(({ entry: { name } }) => name);

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

test.each([
  ['orderbook', 'get_book'],
  ['order_book', 'get_book'],
  ['get_orderbook', 'get_book'],
  ['ticker', 'get_report'],
  ['klines', 'get_candles'],
  ['ohlcv', 'get_candles'],
  ['vwap', 'get_flow'],
  ['vpin', 'get_vpin'],
  ['toxic flow', 'get_vpin'],
  ['order flow toxicity', 'get_vpin'],
  ['volatility', 'get_realized_volatility'],
  ['how volatile', 'get_realized_volatility'],
  ['volatility last hour', 'get_realized_volatility'],
  ['slippage for 250k sell', 'estimate_execution'],
])("other programs' name %s finds %s first", (question, operation) => expect(names(question)[0]).toBe(operation));

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
    expect(await find({ query: 'xyzzy' })).toEqual({
      not_offered: null,
      hits: [],
      advice: expect.stringContaining('list_operations') as string,
    });
    expect(await find({ query: 'spread' })).toMatchObject({ advice: null });
    for (const query of ['spread', 'candles', 'order book'])
      expect((await find({ query })).hits.length, query).toBeGreaterThan(0);
  });

  test('scores each hit, and says when the best covers little of the question', async () => {
    const { hits } = await find({ query: 'cumulative volume delta' });
    expect(hits[0]).toMatchObject({ name: 'get_flow', score: 1 });
    expect(await find({ query: 'cumulative volume delta' })).toMatchObject({ advice: null });
    for (const query of ['price of pizza', 'book a flight to Tokyo', 'stock price of Apple', 'who won the world cup'])
      expect(await find({ query }), query).toMatchObject({
        advice: expect.stringContaining('perhaps none answers it') as string,
      });
  });

  test('a coin, an amount and a question about freshness find their tools', async () => {
    for (const [query, name] of [
      ['bitcoin', 'get_report'],
      ['what is bitcoin trading at', 'get_report'],
      ['how fresh', 'get_data_health'],
      ['any spoofing', 'get_anomalies'],
    ] as const)
      expect((await find({ query })).hits[0], query).toMatchObject({ name });
    expect((await find({ query: 'BTC' })).hits.length).toBeGreaterThan(0);
  });

  test.each([
    ['how volatile is bitcoin today', 'get_realized_volatility', null],
    ['can I get an alert on telegram', 'create_alert', null],
    ['price of ETH in 2017', 'get_candle_history', null],
    ['follow solana too', 'follow_market', null],
    ['what is m:true in a trade', 'get_trades', null],
    ['is buyer maker flag', 'get_trades', null],
    ['aggressor side', 'get_trades', null],
    ['server start time', 'get_data_health', null],
    ['uptime of the server', 'get_data_health', null],
    ['arguments of call_write_tool', 'call_write_tool', null],
  ])('the first of %s is %s', async (query, name, advice) =>
    expect(await find({ query, limit: 1 })).toMatchObject({ advice, hits: [{ name }] }),
  );

  test('a number like a year is an amount unless a word before it says otherwise', () => {
    expect(words('price since 2017')).toContain('history');
    expect(words('price in 2017 of ETH')).toContain('history');
    for (const amount of ['cost of 2000 SOL', 'sell 1950', '2020', 'from 2000 to 1950 USDT'])
      expect(words(amount)).not.toContain('history');
  });

  test('the order is that of the scores, and nothing without a score is a hit', async () => {
    for (const [query] of QUESTIONS) {
      const scores = (await find({ query })).hits.map(({ score }) => Number(score));
      expect(scores, query).toEqual(scores.toSorted((a, b) => b - a));
      expect(Math.min(1, ...scores), query).toBeGreaterThan(0);
    }
  });

  test('gives at most five', async () => {
    expect((await find({ query: 'market price order trade book flow candles health' })).hits).toHaveLength(5);
    await expect(find({ query: 'x', limit: 6 })).rejects.toThrow('limit');
  });
});

describe('call_write_tool', () => {
  const dispatch = (name: string, input: object = {}) =>
    callOperation(testContext(), 'call_write_tool', { name, arguments: input });

  test('runs a tool that writes', async () =>
    expect(await dispatch('delete_alert', { id: 'al-1a2b3c4d' })).toMatchObject({ tool: 'delete_alert' }));

  test('refuses a tool that reads, and names its dispatcher', async () =>
    expect(dispatch('get_report', { symbol: 'BTCUSDT' })).rejects.toThrow('call_write_tool only runs tools that write'));

  test('calls no dispatcher', async () =>
    expect(dispatch('call_read_tool', { name: 'get_report' })).rejects.toThrow('dispatcher'));
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
