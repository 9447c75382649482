import { expect, test } from 'vitest';
import { fuzzFeed } from './venues.ts';

test.each(['binance-spot', 'kraken-spot'] as const)('%s: 200 more feeds with mangled frames and answers', (venue) => {
  const { failures, ...tally } = fuzzFeed({ venue, from: 10_001, count: 200 });
  process.stdout.write(`${venue}: ${JSON.stringify(tally)}\n`);
  expect(failures).toEqual([]);
});
