import { expect, test } from 'vitest';
import { seededRandom, silentLog } from '../../src/core/index.ts';
import { createRedisBus } from '../../src/runtime/bus/redis/index.ts';
import { systemClock } from '../../src/runtime/transport/index.ts';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { fakeRedis } from './fake-redis.ts';
import { fuzzRedis } from './redis.ts';

const QUESTIONS = shareOf(20_000);
const BROKEN = Math.max(2, shareOf(60));

test('with a Redis that answers at random, each command ends with an answer or a coded error', async () => {
  const { failures, calls, ...rest } = await fuzzRedis({ from: 1, count: QUESTIONS, manners: ['answers'] });
  report(`redis: ${JSON.stringify({ calls, ...rest })}`);
  expect(failures).toEqual([]);
  expect(calls).toBe(QUESTIONS);
  expect(Math.min(rest.answered, rest.refused)).toBeGreaterThan(0);
});

test('one that breaks the protocol or hangs up, as well', async () => {
  const { failures } = await fuzzRedis({ from: 2, count: BROKEN, manners: ['answers', 'answers', 'garbage', 'close'] });
  expect(failures).toEqual([]);
});

test('one that sends 400 MB in one answer is disconnected long before', async () => {
  const server = await fakeRedis(seededRandom(3), () => 'flood');
  const bus = createRedisBus({
    url: server.url,
    group: 'g',
    node: 'n',
    keepMs: 60_000,
    clock: systemClock,
    log: silentLog,
    random: seededRandom(3),
  });
  await expect.poll(() => bus.status().state).toBe('up');
  await expect(bus.get(['a'])).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
  // The socket buffers of both sides add to the limit.
  expect(server.flooded()).toBeLessThan(150_000_000);
  await bus.close();
  server.close();
});
