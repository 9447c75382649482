import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { meantInput } from './meant-input.ts';

const schema = z.strictObject({
  symbol: z.string().max(20),
  limit: z.number().int().min(1).max(500).default(20),
  size: z.number().positive().optional(),
  full: z.boolean().optional(),
  kinds: z.array(z.enum(['spoofing', 'iceberg'])).optional(),
  counts: z.array(z.number()).optional(),
  either: z.union([z.number(), z.array(z.number())]).optional(),
  options: z.strictObject({ depth: z.number().optional() }).optional(),
  side: z.enum(['buy', 'sell']).optional(),
  interval: z.enum(['1m', '1h', '1d']).optional(),
  months: z.enum(['1m', '1M']).optional(),
  venue: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  names: z.array(z.string()).optional(),
});

const meant = (input: Record<string, unknown>) => meantInput(schema, input);

describe('read as it must be meant', () => {
  test.each<readonly [string, Record<string, unknown>, Record<string, unknown>]>([
    ['a number as text', { symbol: 'X', limit: '50' }, { symbol: 'X', limit: 50 }],
    ['with spaces around it', { symbol: 'X', size: ' 0.25 ' }, { symbol: 'X', size: 0.25 }],
    ['null for an optional argument', { symbol: 'X', size: null, limit: null }, { symbol: 'X' }],
    ['true as text', { symbol: 'X', full: 'true' }, { symbol: 'X', full: true }],
    ['one value for a list', { symbol: 'X', kinds: 'spoofing' }, { symbol: 'X', kinds: ['spoofing'] }],
    ['one number for a list', { symbol: 'X', counts: 3 }, { symbol: 'X', counts: [3] }],
    ['one number as text for a list', { symbol: 'X', counts: '3' }, { symbol: 'X', counts: [3] }],
    ['a list as JSON text', { symbol: 'X', kinds: '["iceberg"]' }, { symbol: 'X', kinds: ['iceberg'] }],
    ['an object as JSON text', { symbol: 'X', options: '{"depth":3}' }, { symbol: 'X', options: { depth: 3 } }],
    ['a number inside an object', { symbol: 'X', options: { depth: '3' } }, { symbol: 'X', options: { depth: 3 } }],
    ['a number for text', { symbol: 1_000 }, { symbol: '1000' }],
    ['capital letters', { symbol: 'X', side: 'BUY' }, { symbol: 'X', side: 'buy' }],
    ['a capital and spaces', { symbol: 'X', side: ' Sell ' }, { symbol: 'X', side: 'sell' }],
    ['long for buy', { symbol: 'X', side: 'Long' }, { symbol: 'X', side: 'buy' }],
    ['an interval in capitals', { symbol: 'X', interval: '1H' }, { symbol: 'X', interval: '1h' }],
    ['an interval in minutes', { symbol: 'X', interval: '60m' }, { symbol: 'X', interval: '1h' }],
    ['an interval as a word', { symbol: 'X', interval: 'Daily' }, { symbol: 'X', interval: '1d' }],
    ['a month', { symbol: 'X', months: 'month' }, { symbol: 'X', months: '1M' }],
    ['a venue with a space', { symbol: 'X', venue: 'Binance Spot' }, { symbol: 'X', venue: 'binance-spot' }],
    ['one name for a list, with its letters', { symbol: 'X', names: 'AbC' }, { symbol: 'X', names: ['AbC'] }],
    ['one kind for a list, in capitals', { symbol: 'X', kinds: 'Spoofing' }, { symbol: 'X', kinds: ['spoofing'] }],
    ['several at once', { symbol: 'X', limit: '5', full: 'false', size: null }, { symbol: 'X', limit: 5, full: false }],
  ])('%s', (_, input, expected) => expect(meant(input)).toEqual(expected));
});

describe('left as it is, so that the error names it', () => {
  test.each<readonly [string, Record<string, unknown>]>([
    ['a month where only minutes are', { symbol: 'X', interval: '1M' }],
    ['an interval that is not there', { symbol: 'X', interval: '7m' }],
    ['a side of the book for a side of an order', { symbol: 'X', side: 'bid' }],
    ['text that is no number', { symbol: 'X', limit: 'many' }],
    ['a number with a thousands separator', { symbol: 'X', limit: '1,000' }],
    ['a number with a point before three digits', { symbol: 'X', limit: '1.000', size: '63.500' }],
    ['a word for nothing', { symbol: 'X', kinds: 'null' }],
    ['hexadecimal and exponents', { symbol: 'X', limit: '0x10', size: '1e3' }],
    ['more digits than a double holds', { symbol: 'X', size: '0.12345678901234567' }],
    ['a number outside its range', { symbol: 'X', limit: '501' }],
    ['text that may be a list itself', { symbol: 'X', kinds: 'spoofing,iceberg' }],
    ['what can be read in two ways', { symbol: 'X', either: '3' }],
    ['null for a required argument', { symbol: null }],
    ['an unknown argument', { symbol: 'X', lmit: '5' }],
    ['text for a flag', { symbol: 'X', full: 'yes' }],
    ['JSON text of another shape', { symbol: 'X', options: '{"width":3}' }],
    ['a valid input', { symbol: '5', limit: 5 }],
  ])('%s', (_, input) => expect(meant(input)).toEqual(input));

  test('hostile keys change no prototype', () => {
    const hostile = JSON.parse('{"symbol":"X","options":"{\\"__proto__\\":{\\"depth\\":1}}"}') as Record<string, unknown>;
    expect(meant(hostile)).toEqual(hostile);
    expect(({} as { depth?: number }).depth).toBeUndefined();
  });
});
