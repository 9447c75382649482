import { expect, test } from 'vitest';
import { scoreOf, tellLies } from './plausible.ts';
import { MARKETS, scoreLine } from './plausible-markets.ts';

test.each([
  ['binance-spot', 0.95],
  ['kraken-spot', 1],
] as const)('a thousand lies on %s', (venue, least) => {
  const score = scoreOf(MARKETS.flatMap((market, i) => tellLies({ ...market, venue, seed: 1_001 + i, lies: 200 })));
  process.stdout.write(scoreLine(venue, score));
  expect(score.servedNoticedShare, JSON.stringify(score.missed)).toBeGreaterThanOrEqual(least);
});
