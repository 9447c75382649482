import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newAftermath, observe } from './after.ts';
import type { LedgerRow } from './ledger-store.ts';
import { summarise, wilson } from './ledger-summary.ts';

test("Wilson's interval: 15 of 20 at 95 % is 0.531 to 0.888", () => {
  expect(wilson(15, 20)).toMatchObject({ low: expect.closeTo(0.5313, 4) as number, high: expect.closeTo(0.8881, 4) as number });
  expect(wilson(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.2775, 4) as number });
  expect(wilson(0, 0)).toBeNull();
});

test("at Wilson's bounds the share is z standard errors away", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
      const hits = Math.round(share * trials);
      const { low, high } = wilson(hits, trials) as { low: number; high: number };
      for (const end of [low, high]) {
        if (end === 0 || end === 1) continue;
        const errors = (hits / trials - end) / Math.sqrt((end * (1 - end)) / trials);
        expect(Math.abs(errors)).toBeCloseTo(1.959964, 4);
      }
      expect(low).toBeLessThanOrEqual(hits / trials);
      expect(high).toBeGreaterThanOrEqual(hits / trials);
    }),
  );
});

const row = (kind: string, expects: LedgerRow['expects'], move: number | null): LedgerRow => {
  const after = newAftermath();
  const step = after.steps.find(({ seconds }) => seconds === 900);
  if (step) step.move_bps = move;
  return {
    id: `${kind}${move}`,
    kind,
    subject: 's',
    at: 0,
    instrument: 'v:S',
    source: 'live',
    expects,
    text: '',
    receipt: null,
    mid: 1,
    after,
  };
};

test('losing entries count; entries without an expectation or a known move do not', () => {
  const rows = [
    row('a', 'up', 9),
    row('a', 'up', -20),
    row('a', 'up', 3),
    row('a', null, 50),
    row('a', 'up', null),
    row('b', 'down', -6),
  ];
  expect(summarise(rows, { seconds: 900, hitBps: 5 })).toMatchObject([
    { kind: 'a', entries: 5, judged: 3, hits: 1, hit_rate: 1 / 3, mean_move_bps: -8 / 3 },
    { kind: 'b', entries: 1, judged: 1, hits: 1, hit_rate: 1, mean_move_bps: 6 },
  ]);
});

test('after: the mid at each horizon, the extremes between, and an unseen horizon that stays null', () => {
  const after = newAftermath();
  const s = 1_000_000;
  observe(after, 0, 100, 30 * s, 101, '');
  observe(after, 0, 100, 61 * s, 100.5, '');
  observe(after, 0, 100, 200 * s, 98, '');
  observe(after, 0, 100, 301 * s, null, 'the book is gap');
  observe(after, 0, 100, 310 * s, null, 'the book is gap');
  observe(after, 0, 100, 1_000 * s, 100, '');
  expect(after).toMatchObject({ highestBps: 100, lowestBps: -200, seen: 4 });
  expect(after.steps).toMatchObject([
    { seconds: 60, mid: 100.5, move_bps: 50, reason: null },
    { seconds: 300, mid: null, move_bps: null, reason: 'the book is gap' },
    { seconds: 900, mid: null, reason: 'the mid was not seen at that time' },
    { seconds: 3_600, mid: null, reason: 'not yet' },
  ]);
});
