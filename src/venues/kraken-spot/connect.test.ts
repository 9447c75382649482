import { expect, test } from 'vitest';
import type { StreamKind, Subscription } from '../../core/index.ts';
import { connect } from './connect.ts';

const STREAMS: readonly StreamKind[] = ['book', 'trade', 'ticker', 'quote'];
const all = (symbols: readonly string[]): Subscription[] =>
  STREAMS.flatMap((stream) => symbols.map((symbol) => ({ symbol, stream })));

test.each(['ws://127.0.0.1:9000', 'ws://127.0.0.1:9000/', 'ws://127.0.0.1:9000/v2', ' ws://127.0.0.1:9000/v2/'])(
  'the endpoint of %s',
  (host) => expect(connect.plan(all(['BTC/USD']), host)[0]?.url).toBe('ws://127.0.0.1:9000/v2'),
);

test('one frame a channel: ticker and quote are one, sent at each change of the touch', () => {
  const [plan] = connect.plan(all(['BTC/USD', 'ETH/USD']), 'wss://ws.kraken.com');
  const symbol = ['BTC/USD', 'ETH/USD'];
  expect(plan?.onOpen.map((frame) => JSON.parse(frame) as unknown)).toEqual([
    { method: 'subscribe', params: { channel: 'book', symbol, depth: 100, snapshot: true }, req_id: 1 },
    { method: 'subscribe', params: { channel: 'trade', symbol, snapshot: true }, req_id: 2 },
    { method: 'subscribe', params: { channel: 'ticker', symbol, event_trigger: 'bbo', snapshot: true }, req_id: 3 },
  ]);
  expect(plan?.ping).toEqual({ everyMs: 15_000, text: '{"method":"ping"}' });
});

test('many symbols go over several connections, nothing lost or twice', () => {
  const symbols = Array.from({ length: 120 }, (_, n) => `S${n}/USD`);
  const plans = connect.plan([...all(symbols), ...all(symbols)], 'wss://x');
  expect(plans).toHaveLength(3);
  expect(plans.flatMap(({ subscriptions }) => subscriptions)).toHaveLength(480);
  expect(connect.plan([], 'wss://x')).toEqual([]);
});

test('a book is sent whole again after unsubscribing and resubscribing', () =>
  expect(connect.resync('BTC/USD').map((frame) => JSON.parse(frame) as unknown)).toEqual([
    { method: 'unsubscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 100 }, req_id: 9 },
    { method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 100, snapshot: true }, req_id: 1 },
  ]));
