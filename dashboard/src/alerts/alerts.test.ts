import { expect, test } from 'vitest';
import { report as reportAnswer } from '../../../src/operations/testing/market.ts';
import type { GetReportAnswer } from '../generated/api.ts';
import { EMPTY_CONDITION, EMPTY_RULE, inputOf, readRule, type TypedCondition, type TypedRule } from './rule-form.ts';
import { readTyped } from './typed-number.ts';
import { WATCHABLE, written, type Rule } from './watchable.ts';
import { afterText, conditionText, marketOf, recordText, ruleText, termsText } from './words.ts';

const BTC = { base: 'BTC', quote: 'USDT', decimals: 2 };
const MARKET = { symbol: 'BTCUSDT', venue: 'binance-spot' };
const fieldAt = (field: string): string => String(WATCHABLE.findIndex((one) => one.field === field));
const condition = (part: Partial<TypedCondition>): TypedCondition => ({ ...EMPTY_CONDITION, ...part });
const rule = (part: Partial<TypedRule>): TypedRule => ({ ...EMPTY_RULE, ...part });

const missingIn = (typed: TypedRule): string | null => {
  const read = readRule(typed);
  return 'problem' in read ? read.problem : null;
};
const sent = (typed: TypedRule) => {
  const read = readRule(typed);
  if ('problem' in read) throw new Error(read.problem);
  return inputOf(read.rule, MARKET);
};

test.each([
  ['61827.76', 61_827.76],
  ['61,827.76', 61_827.76],
  ['−0.5', -0.5],
  ['-0.5', -0.5],
  ['.25', 0.25],
  [' 5 ', 5],
  ['1e3', 1_000],
  ['5 bps', undefined],
  ['', undefined],
  ['0,5', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['1,234,567', 1_234_567],
  ['0.500', 0.5],
  ['0,500', undefined],
  ['1,500', undefined],
  ['-1,500', undefined],
  ['1.500', undefined],
  ['63.500', undefined],
  ['1.234.567', undefined],
  ['61827,760', undefined],
  ['12,34', undefined],
  ['1,23,456', undefined],
  ['1234567890123456', undefined],
  ['1.234.567.890.123.456', undefined],
  ['1e999', undefined],
])('%j is read as %s', (text, value) => {
  const typed = readTyped(text);
  expect(typed.kind === 'number' ? typed.value : undefined).toBe(value);
});

test.each([
  ['1.125', '1.1250 if the point begins the decimals, or as 1125 if it separates thousands'],
  ['1,125', '1.1250 if the comma begins the decimals, or as 1125 if it separates thousands'],
  ['−63.500', '-63.5000 if the point begins the decimals, or as -63500 if it separates thousands'],
  ['0,500', '0.500 if the comma begins the decimals, or as 500 if it separates thousands'],
])('%j is refused with both readings, also for equals, and each is read as written there', (text, ways) => {
  const problem = `The threshold is "${text}", which can be read in two ways. Write it as ${ways}.`;
  for (const when of ['above', 'equals'] as const)
    expect(missingIn(rule({ conditions: [condition({ when, value: text })] }))).toBe(problem);
  const [decimals, thousands] = [...ways.matchAll(/-?\d[\d.]*/g)].map(([way]) => readTyped(way));
  const dotted = text.replace('−', '-').replace(',', '.');
  expect(decimals).toEqual({ kind: 'number', value: Number(dotted) });
  expect(thousands).toEqual({ kind: 'number', value: Number(dotted.replace('.', '')) });
});

test.each([
  ['0,5', '0.5'],
  ['12,34', '12.34'],
  ['61827,760', '61827.760'],
  ['1.234.567', '1234567'],
])('%j has one reading, and is refused with how to write it, also for equals', (text, way) => {
  for (const when of ['above', 'equals'] as const)
    expect(missingIn(rule({ conditions: [condition({ when, value: text })] }))).toBe(
      `The threshold is "${text}", which is not written as numbers are here. Write it as ${way}.`,
    );
  expect(readTyped(way).kind).toBe('number');
});

test('one condition becomes a rule with field, condition, threshold, cool-down and outlet', () => {
  const typed = rule({
    conditions: [condition({ value: '5', rearm: '3' })],
    cooldown: '10',
    expects: 'down',
    outlet: 'address',
    address: ' https://example.com/hook ',
    note: ' wide ',
  });
  expect(sent(typed)).toEqual({
    input: MARKET,
    field: 'spread_bps',
    when: 'above',
    value: 5,
    rearm: 3,
    cooldown_sec: 10,
    expects: 'down',
    outlets: ['https://example.com/hook'],
    note: 'wide',
  });
  expect(sent(rule({ conditions: [condition({ when: 'changes', value: '7', rearm: '3' })] }))).toEqual({
    input: MARKET,
    field: 'spread_bps',
    when: 'changes',
    cooldown_sec: 60,
    outlets: ['log'],
  });
});

test('several conditions become one rule in words', () => {
  const conditions = [
    condition({ value: '5', rearm: '3' }),
    condition({ chosen: fieldAt('liquidity.walls[].qty'), value: '1,040.5' }),
    condition({ chosen: 'other', path: 'ingestion.status', when: 'equals', value: 'not ok' }),
  ];
  expect(sent(rule({ conditions, match: 'any' }))).toMatchObject({
    conditions: ['spread_bps above 5 rearm 3', 'max of liquidity.walls[].qty above 1040.5', 'ingestion.status equals "not ok"'],
    match: 'any',
  });
});

test.each([
  [rule({}), 'The threshold is empty.'],
  [rule({ conditions: [condition({ value: 'abc' })] }), 'which is no number'],
  [rule({ conditions: [condition({ value: '0,500' })] }), 'The threshold is "0,500", which can be read in two ways. Write it as'],
  [
    rule({ conditions: [condition({ value: '5', rearm: '1.500' })] }),
    'The level to re-arm is "1.500", which can be read in two ways',
  ],
  [rule({ conditions: [condition({ value: '5' })], cooldown: '1,500' }), 'The cool-down is a number of seconds'],
  [rule({ conditions: [condition({ value: '5', rearm: 'x' })] }), 'The level to re-arm is "x"'],
  [rule({ conditions: [condition({ chosen: 'other', value: '5' })] }), 'The field is empty.'],
  [rule({ conditions: [condition({ value: '5' }), condition({})] }), 'The threshold of condition 2 is empty.'],
  [rule({ conditions: [condition({ value: '5' })], cooldown: '-1' }), 'The cool-down is a number of seconds'],
  [rule({ conditions: [condition({ value: '5' })], outlet: 'address' }), 'The address of the webhook is empty.'],
])('what is missing is stated before the server is asked', (typed, said) => {
  expect(missingIn(typed)).toContain(said);
});

test('a rule that changes, or equals a text, needs no number', () => {
  expect(missingIn(rule({ conditions: [condition({ when: 'changes' })] }))).toBeNull();
  expect(missingIn(rule({ conditions: [condition({ when: 'equals', value: 'down' })] }))).toBeNull();
});

test('every watchable field is a path of the report, and its present value is written without float noise', () => {
  const report = reportAnswer() as GetReportAnswer;
  for (const one of WATCHABLE) {
    const [first = ''] = one.field.split(/[.[]/);
    expect(Object.keys(report), one.field).toContain(first);
    const text = written(one, one.now(report), BTC);
    expect(text, one.field).not.toMatch(/e[-−+]|undefined|NaN|\d\.\d{9}/);
  }
  expect(written({ field: 'mid_price', aggregate: null }, 61_827.759_999_999_995, BTC)).toBe('61,827.760 USDT');
});

const RULE: Rule = {
  id: 'al-1',
  created_at: '2026-01-15T12:00:00.000Z',
  status: 'active',
  operation: 'get_report',
  input: MARKET,
  field: 'spread_bps',
  aggregate: null,
  when: 'above',
  value: 0.01,
  rearm: 0.005,
  match: 'all',
  more: [{ field: 'last_price', aggregate: null, when: 'below', value: 61_000, rearm: null }],
  side: 'both',
  window_sec: 900,
  cooldown_sec: 90,
  expires_at: null,
  when_stale: 'hold',
  expects: 'up',
  outlets: ['log', 'telegram'],
  note: null,
  record: {
    evaluated: 14_321,
    fired: 1,
    held: 12,
    held_reason: 'the book is stale',
    last_value: 0.080_859_138_044_822_81,
    last_value_at: '2026-01-15T12:01:00.000Z',
    last_fired_at: '2026-01-15T12:00:30.000Z',
    after: [
      { seconds: 60, mid: 61_000, move_bps: -1.234_5, reason: null },
      { seconds: 300, mid: null, move_bps: null, reason: 'not yet' },
    ],
  },
};

test('a rule, its record and its terms in words', () => {
  expect(ruleText(RULE, BTC)).toBe('spread above 0.01 bps, again after 0.005 bps and last price below 61,000 USDT');
  expect(ruleText({ ...RULE, match: 'any' }, BTC)).toContain(' or last price');
  expect(conditionText({ field: 'flow.net_flow', aggregate: null, when: 'sigma', value: 4, rearm: null }, BTC)).toBe(
    'net taker volume is unusual by 4 sigma',
  );
  expect(conditionText({ field: 'depth.sum_bid', aggregate: null, when: 'changes', value: null, rearm: null }, BTC)).toBe(
    'depth.sum_bid changes',
  );
  expect(marketOf(RULE)).toBe('BTCUSDT on Binance Spot');
  expect(recordText(RULE, BTC)).toBe(
    'evaluated 14,321 times; fired 1 time, last at 12:00:30 UTC; held 12 times (the book is stale); last value of spread 0.0809 bps at 12:01:00 UTC',
  );
  expect(recordText({ ...RULE, more: [], match: null }, BTC)).toContain('; last value 0.0809 bps at');
  expect(recordText({ ...RULE, record: { ...RULE.record, last_fired_run: 'earlier' } }, BTC)).toContain(
    'last at 12:00:30 UTC in an earlier run;',
  );
  expect(afterText(RULE)).toBe('1 min −1.23 bps');
  expect(termsText(RULE)).toBe("notifies the server's log, telegram; cool-down 1 min 30 s; expects up");
});
