import { h, render } from 'preact';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { change } from '../data/store.ts';
import { bareDom } from '../testing/bare-dom.ts';
import { barLength, candles, history, useBars } from './use-bars.ts';

interface Request {
  readonly operation: string;
  readonly symbol: string;
  readonly interval: string;
  answer(body: object, status?: number): Promise<void>;
}

const requests: Request[] = [];
const of = (operation: string) => requests.filter((one) => one.operation === operation);
const dom = bareDom();
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
/** Renders what changed, and lets effects run. */
const shows = async () => {
  const shown = dom.frame();
  await settle(0);
  await shown;
  const effects = dom.frame();
  await settle(50);
  await effects;
};
const market = (symbol: string) => ({ symbol, venue: 'binance-spot' });
const answerOf = ({ symbol, interval }: Request, start: string) => ({
  ...{ symbol, interval, venue: 'binance-spot', as_of: start, source: 'live' },
  candles: [{ start, open: 1, high: 1, low: 1, close: 1, volume: 1, closed: true, complete: true }],
});

vi.useFakeTimers();
vi.stubGlobal('fetch', (path: string, { body }: { readonly body: string }) => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const { symbol, interval } = JSON.parse(body) as Request;
  const answer = (given: object, status = 200) => (resolve(Response.json(given, { status })), settle());
  requests.push({ operation: path.split('/').at(-1) ?? '', symbol, interval, answer });
  return promise;
});

beforeEach(async () => {
  render(null, dom.root);
  await shows();
  requests.length = 0;
  barLength.value = '1h';
  change({ market: market('BTCUSDT'), link: 'live' });
  await shows();
  render(
    h(() => (useBars(), null), {}),
    dom.root,
  );
  await shows();
});
// The store is shared with other test files.
afterAll(async () => {
  render(null, dom.root);
  change({ market: null, link: 'opening' });
  await shows();
  barLength.value = '1m';
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the venue is asked once, and again when a bar has closed; the bars here every few seconds', async () => {
  const [first] = of('get_candle_history');
  await first?.answer(answerOf(first, '2026-01-15T11:00:00.000Z'));
  const here = async (start: string) => {
    for (const one of of('get_candles')) await one.answer(answerOf(one, start));
  };
  await here('2026-01-15T11:00:00.000Z');
  for (let i = 0; i < 30; i++) {
    await settle(2_000);
    await here('2026-01-15T11:00:00.000Z');
  }
  expect(of('get_candle_history')).toHaveLength(1);
  expect(of('get_candles').length).toBeGreaterThan(5);
  await settle(10_000);
  await here('2026-01-15T12:00:00.000Z');
  await settle(2_000);
  expect(of('get_candle_history')).toHaveLength(2);
  // The previous answer stays until the next one is here.
  expect(history.received.value?.message.candles[0]?.start).toBe('2026-01-15T11:00:00.000Z');
});

test.each([
  ['market', () => change({ market: market('ETHUSDT') })],
  ['interval', () => void (barLength.value = '5m')],
])('an answer to a request of another %s is dropped', async (_, turn) => {
  const [late] = of('get_candle_history');
  turn();
  await shows();
  const newer = of('get_candle_history').at(-1);
  expect(newer).not.toBe(late);
  await newer?.answer(answerOf(newer, '2026-01-15T10:00:00.000Z'));
  await late?.answer(answerOf(late, '2026-01-15T09:00:00.000Z'));
  expect(history.received.value?.message).toMatchObject({ symbol: newer?.symbol, interval: newer?.interval });
});

test('a refusal leaves the bars here, gives its reason, and is repeated after a minute', async () => {
  const refusal = { error: 'venue_no_answer', code: 'TF_X', message: 'No answer.', advice: 'Wait.' };
  const [first] = of('get_candle_history');
  await first?.answer(refusal, 503);
  const [own] = of('get_candles');
  await own?.answer(answerOf(own, '2026-01-15T11:00:00.000Z'));
  expect(history.problem.value).toBe('No answer. Wait.');
  expect(candles.received.value?.message.candles).toHaveLength(1);
  await settle(58_000);
  expect(of('get_candle_history')).toHaveLength(1);
  await settle(4_000);
  expect(of('get_candle_history')).toHaveLength(2);
});
