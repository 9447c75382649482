import { expect, test } from 'vitest';
import { fuzzRedis } from './redis.ts';

test('20,000 questions to a Redis that answers anything, and 60 to one that breaks the protocol, stalls or hangs up', async () => {
  const { failures, ...tally } = await fuzzRedis({ from: 10_001, count: 20_000, manners: ['answers'] });
  const broken = await fuzzRedis({ from: 10_002, count: 60, manners: ['answers', 'garbage', 'close', 'stall'] });
  process.stdout.write(
    `redis: ${JSON.stringify(tally)}, broken: ${JSON.stringify({ ...broken, failures: broken.failures.length })}\n`,
  );
  expect([...failures, ...broken.failures]).toEqual([]);
});
