import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../../core/index.ts';
import { createReconnectDelay } from './reconnect-delay.ts';

const SLOWER = [100, 200, 400, 800, 1_600, 2_000, 2_000];

test('a server that accepts and then breaks every connection is retried with growing delay, even if it answers first', () => {
  let now = 0;
  const delay = createReconnectDelay(() => now, () => 1); // prettier-ignore
  const waits = SLOWER.map(() => {
    delay.up();
    delay.answered();
    now += US_PER_SECOND;
    return delay.lost();
  });
  expect(waits).toEqual(SLOWER);
});

test('after a connection that lasted and answered, the next attempt comes soon', () => {
  let now = 0;
  const delay = createReconnectDelay(() => now, () => 1); // prettier-ignore
  for (let failed = 0; failed < 5; failed++) delay.lost();
  delay.up();
  now += 60 * US_PER_SECOND;
  expect(delay.lost()).toBe(2_000);
  delay.up();
  delay.answered();
  now += 60 * US_PER_SECOND;
  expect(delay.lost()).toBe(100);
});
