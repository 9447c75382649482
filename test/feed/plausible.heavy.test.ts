import { expect, test } from 'vitest';
import { inParts } from '../testing/in-parts.ts';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { venueOf, type BookRule } from './book-rules.ts';
import { scoreOf, injectLies, type Lie } from './plausible.ts';
import { MARKETS, scoreLine } from './plausible-markets.ts';

/** Of one rule, in all its markets together. */
const LIES = 1_000;

async function liesOf(rule: BookRule): Promise<readonly Lie[]> {
  const parts = { name: `lies-${rule.replaceAll(/\W+/g, '-')}`, from: 1, count: MARKETS.length, size: 1 };
  const lies = Math.ceil(shareOf(LIES) / MARKETS.length);
  const injected = await inParts(parts, (seed) => {
    const market = MARKETS[seed - 1];
    if (market === undefined) throw new Error('no such market');
    return injectLies({ ...market, venue: venueOf(rule, seed), seed, lies });
  });
  return injected.flat();
}

test('audits notice what a sequence of updates cannot', async () => {
  const rule = 'numbered updates on a snapshot that is asked for';
  const score = scoreOf(await liesOf(rule));
  report(scoreLine(rule, score));
  expect(score.counts.noticed, 'lies that came to be served, and were noticed').toBeGreaterThanOrEqual(shareOf(LIES) / 4);
  expect(score.servedNoticedShare, JSON.stringify(score.missed)).toBeGreaterThanOrEqual(0.95);
});

test('a checksum notices all that it covers, before it is served', async () => {
  const rule = 'updates with a checksum, snapshot on the stream';
  const score = scoreOf(await liesOf(rule));
  report(scoreLine(rule, score));
  expect(score.counts.refused).toBeGreaterThanOrEqual(shareOf(LIES) / 2);
  expect({ ...score.counts, refused: 0, harmless: 0 }).toEqual({ refused: 0, noticed: 0, missed: 0, healed: 0, harmless: 0 });
});

test('without audits the same lies are missed, so the score can fail', () => {
  const lies = injectLies({
    ...MARKETS[0],
    venue: 'binance-spot',
    seed: 1,
    lies: 20,
    settings: { streams: ['book'], auditSeconds: 0 },
  });
  expect(scoreOf(lies).servedNoticedShare).toBeLessThan(0.95);
});
