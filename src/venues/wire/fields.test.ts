import { expect, test } from 'vitest';
import { FieldReader, isSymbol, shown } from './fields.ts';
import { decimalText } from './numbers.ts';

const reader = (record: Record<string, unknown>): FieldReader => new FieldReader(record, decimalText);

test('a field that is missing is told from one that is wrong, and the first problem is kept', () => {
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
