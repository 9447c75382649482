import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBusMessage } from '../../src/core/bus-message.ts';
import { fromEnvelope } from '../../src/core/from-envelope.ts';

/** One message of each kind, as the first version published them on a simulated market; lists were shortened. */
const LINES = readFileSync(new URL('fixtures/messages-v1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');

const KINDS = [
  'candles',
  'feed_facts',
  'feed_state',
  'heartbeat',
  'order_book_deltas',
  'order_book_depth',
  'ticker_24h',
  'trade_tick',
];

test('messages of version 1 are read', () => {
  const read = LINES.map((line) => readBusMessage(line));
  expect(read.flatMap((one) => (one.ok ? [one.value.type] : [one.error.detail])).toSorted()).toEqual(KINDS);
  for (const one of read)
    if (one.ok && one.value.type !== 'heartbeat' && one.value.type !== 'feed_facts' && one.value.type !== 'market_end')
      expect(fromEnvelope(one.value)).toMatchObject({ venue: 'binance-spot', symbol: 'BTCUSDT' });
});

test('a message of a later version is set aside, not guessed at', () => {
  for (const line of LINES) expect(readBusMessage(line.replace('"version":1', '"version":2')).ok).toBe(false);
});
