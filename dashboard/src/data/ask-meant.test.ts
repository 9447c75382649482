import { afterEach, expect, test, vi } from 'vitest';
import { askMeant } from './ask-meant.ts';

const answers = (status: number, body: object) => vi.stubGlobal('fetch', async () => Response.json(body, { status }));
const refuses = (status: number, error: string, more: object = {}) =>
  answers(status, { error, code: 'TF_X', message: 'M.', advice: 'Schema of symbol: {"type":"string"}.', ...more });

afterEach(() => vi.unstubAllGlobals());

test('a name that can be no symbol names no market, as a symbol that is not followed does', async () => {
  refuses(400, 'invalid_input');
  expect(await askMeant('<b>x</b>', null)).toBeNull();
  refuses(404, 'symbol_not_indexed');
  expect(await askMeant('NOPE', 'binance-spot')).toBeNull();
});

test('an unfollowed market is named as such, a followed one is answered, and another refusal is thrown', async () => {
  refuses(404, 'symbol_not_indexed', { unfollowed: ['binance-spot:ETHUSDT'] });
  expect(await askMeant('ETHUSDT', null)).toBe('unfollowed');
  answers(200, { symbol: 'BTCUSDT', venue: 'binance-spot' });
  expect(await askMeant('btc', null)).toMatchObject({ symbol: 'BTCUSDT' });
  refuses(503, 'backend_unavailable');
  await expect(askMeant('BTCUSDT', null)).rejects.toThrow('M.');
});
