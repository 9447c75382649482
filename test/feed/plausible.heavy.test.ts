import { expect, test } from 'vitest';
import { scoreOf, tellLies } from './plausible.ts';
import { MARKETS, scoreLine } from './plausible-markets.ts';

const LIES = 60;

test('audits notice what a sequence of updates cannot: binance-spot', { timeout: 120_000 }, () => {
  const lies = MARKETS.flatMap((market, i) => tellLies({ ...market, venue: 'binance-spot', seed: 1 + i, lies: LIES }));
  const score = scoreOf(lies);
  process.stdout.write(scoreLine('binance-spot', score));
  expect(score.counts.noticed, 'lies that came to be served, and were noticed').toBeGreaterThanOrEqual(100);
  expect(score.servedNoticedShare, JSON.stringify(score.missed)).toBeGreaterThanOrEqual(0.95);
});

test('a checksum notices all that it covers, before it is served: kraken-spot', { timeout: 120_000 }, () => {
  const lies = MARKETS.flatMap((market, i) => tellLies({ ...market, venue: 'kraken-spot', seed: 1 + i, lies: LIES }));
  const score = scoreOf(lies);
  process.stdout.write(scoreLine('kraken-spot', score));
  expect(score.counts.refused).toBeGreaterThanOrEqual(100);
  expect({ ...score.counts, refused: 0, harmless: 0 }).toEqual({ refused: 0, noticed: 0, missed: 0, healed: 0, harmless: 0 });
});

test('without audits the same lies are missed, so the score can fail', { timeout: 120_000 }, () => {
  const lies = tellLies({
    ...MARKETS[0],
    venue: 'binance-spot',
    seed: 1,
    lies: 20,
    settings: { streams: ['book'], auditSeconds: 0 },
  });
  expect(scoreOf(lies).servedNoticedShare).toBeLessThan(0.95);
});
