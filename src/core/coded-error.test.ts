import { expect, test } from 'vitest';
import { CodedError, codedError, errorCatalogue } from './coded-error.ts';
import { internalError, symbolNotIndexed } from './errors.ts';

const lost = codedError<{ thing: string }>('TF_TEST_THING_LOST', {
  status: 410,
  message: ({ thing }) => `${thing} is lost.`,
  advice: () => 'Look under the sofa.',
});

test('an error states what happened, what to do, and its facts', () => {
  const cause = new Error('dropped');
  const error = lost({ thing: 'A key' }, cause);
  expect(error).toBeInstanceOf(CodedError);
  expect(error.cause).toBe(cause);
  expect(error.status).toBe(410);
  expect(error.toBody()).toEqual({
    error: 'test_thing_lost',
    code: 'TF_TEST_THING_LOST',
    message: 'A key is lost.',
    advice: 'Look under the sofa.',
    thing: 'A key',
  });
  expect('cause' in lost({ thing: 'A key' })).toBe(false);
});

test('facts cannot overwrite the code, the name or the message', () => {
  const sly = codedError<{ code: string; error: string; message: string }>('TF_TEST_SLY', {
    status: 400,
    message: () => 'true',
    advice: () => 'true',
  });
  expect(sly({ code: 'x', error: 'x', message: 'x' }).toBody()).toMatchObject({
    code: 'TF_TEST_SLY',
    error: 'test_sly',
    message: 'true',
  });
});

test('a stack or a cause never reaches an edge', () => {
  const body = JSON.stringify(internalError({ where: 'a test' }, new Error('secret')).toBody());
  expect(body).not.toContain('secret');
  expect(body).not.toContain('.test.ts');
});

test('codes are well formed and declared once', () => {
  const definition = { status: 400, message: () => '', advice: () => '' };
  expect(() => codedError('TF_TEST_THING_LOST', definition)).toThrow('declared twice');
  for (const code of ['LOST', 'TF_LOST', 'tf_test_lost', 'TF_TEST_', 'TF_Test_LOST'])
    expect(() => codedError(code, definition)).toThrow('not an error code');
  expect(errorCatalogue().get('TF_TEST_THING_LOST')?.publicName).toBe('test_thing_lost');
});

test('callers get the required names', () => {
  const error = symbolNotIndexed({ symbol: 'NOPE', venue: 'binance-spot', known: [] });
  expect(error.toBody()).toMatchObject({ error: 'symbol_not_indexed', symbol: 'NOPE' });
  expect(error.advice).toContain('none');
});

test('a coin with several markets is answered with these, not with all symbols', () => {
  const { advice } = symbolNotIndexed({ symbol: 'btc', venue: 'a, b', known: ['BTCUSDT'], coins: ['a:BTCUSDT', 'b:BTC/USD'] });
  expect(advice).toBe('Followed markets of btc: a:BTCUSDT, b:BTC/USD. Give one of them as symbol.');
});

test('two venues for one market are named as such', () => {
  const { advice } = symbolNotIndexed({
    symbol: 'BTCUSDT',
    venue: 'a, b',
    known: ['BTCUSDT'],
    venues: ['a', 'b'],
    conflict: true,
  });
  expect(advice).toBe('The venue in the symbol and the argument venue name two venues: give one of them.');
});
