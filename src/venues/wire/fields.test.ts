import { expect, test } from 'vitest';
import { FieldReader, isSymbol, shown } from './fields.ts';
import { decimalText, epochTextToMicros } from './numbers.ts';

const reader = (record: Record<string, unknown>): FieldReader => new FieldReader(record, decimalText);

test('a missing field is distinguished from an invalid one, and the first problem is kept', () => {
  const read = reader({ price: 'NaN' });
  read.positive('size');
  read.positive('price');
  expect(read.problem).toEqual({ reason: 'missing_field', detail: 'size' });
  const wrong = reader({ price: 'NaN' });
  wrong.positive('price');
  expect(wrong.problem).toEqual({ reason: 'bad_number', detail: 'price: "NaN"' });
});

test('zero is an amount and no price; minus zero is zero', () => {
  const read = reader({ zero: '0.00000000', minus: '-0' });
  expect(read.amount('zero')).toBe(0);
  expect(Object.is(read.signed('minus'), 0)).toBe(true);
  expect(read.problem).toBeNull();
  read.positive('zero');
  expect(read.problem?.reason).toBe('bad_number');
});

test('nothing is inherited: names of Object.prototype are missing or no symbol, number or flag', () => {
  const read = reader({});
  expect(read.symbol('constructor')).toBe('');
  expect(read.problem?.reason).toBe('bad_symbol');
});

test('a symbol may be outside ASCII, never blank, a control character or endless', () => {
  expect(['BTCUSDT', 'BTC/USD', '币安人生USDT'].every(isSymbol)).toBe(true);
  expect(['', 'A B', 'A\nB', 'A\u0000', '"', 'X'.repeat(41), 5, null].some(isSymbol)).toBe(false);
});

test('what is shown of a hostile value is short and printable', () => {
  expect(shown('\u001b[31m' + 'x'.repeat(500)).length).toBeLessThanOrEqual(80);
  expect(shown('\u001b[31m\n')).not.toMatch(/\p{C}/u);
  expect(shown({ a: 1 })).toBe('an object');
  expect(shown(null)).toBe('null');
});

test('whole numbers and trade ids are read from text where a venue writes them so', () => {
  const read = reader({
    seq: '123456789012345',
    zero: '0',
    id: '1307841000000000000',
    hash: '0xabc',
    large: '9007199254740993',
    lead: '01',
    blank: 'a b',
  });
  expect([read.wholeText('seq'), read.wholeText('zero')]).toEqual([123_456_789_012_345, 0]);
  expect([read.tradeId('id'), read.tradeId('hash')]).toEqual(['1307841000000000000', '0xabc']);
  expect(read.problem).toBeNull();
  for (const name of ['large', 'lead', 'hash']) {
    const wrong = reader({ large: '9007199254740993', lead: '01', hash: '0xabc' });
    wrong.wholeText(name);
    expect(wrong.problem?.reason, name).toBe('bad_number');
  }
  read.tradeId('blank');
  expect(read.problem?.reason).toBe('bad_field');
});

test('times are read from text in milliseconds or microseconds', () => {
  const read = reader({ ms: '1597026383085', us: '1597026383085123', odd: '1597026383.085' });
  expect([read.time('ms', epochTextToMicros), read.time('us', epochTextToMicros)]).toEqual([
    1_597_026_383_085_000, 1_597_026_383_085_123,
  ]);
  expect(read.problem).toBeNull();
  read.time('odd', epochTextToMicros);
  expect(read.problem?.reason).toBe('bad_time');
});
