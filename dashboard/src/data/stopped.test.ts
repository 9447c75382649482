import { expect, test } from 'vitest';
import { serverGone } from '../words/stopped.ts';
import { whyFeedStopped } from './stopped.ts';

const input = (stream: string, state: string) =>
  ({ venue: 'binance-spot', instrument: 'binance-spot:BTCUSDT', stream, state, age_ms: 5_000, seq: 1 }) as never;
const report = (...states: string[]) => ({
  venue: 'binance-spot',
  symbol: 'BTCUSDT',
  inputs: states.map((state, i) => input(['book', 'trade', 'ticker'][i] ?? 'quote', state)),
});
const feeds = (state: string, reason: string) => ({
  streams: [
    { venue: 'kraken-spot', symbol: 'BTCUSDT', stream: 'book', state, reason: 'of another venue' },
    { venue: 'binance-spot', symbol: 'ETHUSDT', stream: 'book', state, reason: 'of another market' },
    { venue: 'binance-spot', symbol: 'BTCUSDT', stream: 'book', state, reason },
  ] as never,
});

test('a feed without one synced stream has one reason, that of its own market', () => {
  expect(whyFeedStopped(report('down', 'down', 'stale'), feeds('down', 'closed: 1006 refused'))).toBe(
    'The feed of Binance Spot is down (closed: 1006 refused). Figures without data say so; grey ones are old. ' +
      'The server tries again by itself.',
  );
  expect(whyFeedStopped(report('stale', 'down'), feeds('down', 'x'))).toMatch(/^The feed of Binance Spot is down \(x\)\./);
  expect(whyFeedStopped(report('stale', 'stale'), null)).toMatch(/^The feed of Binance Spot is silent\. Figures/);
});

test.each([[['synced', 'down', 'stale']], [['down', 'synced']], [[]]])('%j is not a stopped feed', (states) => {
  expect(whyFeedStopped(report(...states), feeds('down', 'x'))).toBeNull();
});

test('a server that is gone is stated with the time of its last message', () => {
  expect(serverGone(null)).toBe('The server does not answer. The page tries again by itself.');
  expect(serverGone(Date.UTC(2026, 0, 15, 12, 5, 6))).toContain('nothing has arrived since 12:05:06 UTC');
});
