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

const unheld = () => ({ rate: null, reason: 'no mids' });

test('losing entries count; entries without an expectation or a known move do not', () => {
  const rows = [
    row('a', 'up', 9),
    row('a', 'up', -20),
    row('a', 'up', 3),
    row('a', null, 50),
    row('a', 'up', null),
    row('b', 'down', -6),
  ];
  expect(summarise(rows, { seconds: 900, hitBps: 5 }, unheld)).toMatchObject([
    { kind: 'a', entries: 5, judged: 3, hits: 1, hit_rate: 1 / 3, mean_move_bps: -8 / 3 },
    { kind: 'b', entries: 1, judged: 1, hits: 1, hit_rate: 1, mean_move_bps: 6 },
  ]);
});

test('entries that are not judged are pending until a time, without a direction, or unscorable with the reasons', () => {
  const at = (seconds: number, of: LedgerRow, reason = 'not yet'): LedgerRow => {
    for (const step of of.after.steps) step.reason = reason;
    return { ...of, at: seconds * 1_000_000 };
  };
  const rows = [
    at(100, row('a', 'up', null)),
    at(700, row('a', 'down', null)),
    at(900, row('a', null, null)),
    at(50, row('a', 'up', null), 'no mid then: the book is gap'),
    at(60, row('a', 'up', null), 'no mid then: the book is gap'),
    at(70, row('a', 'up', null), 'the mid was not seen at that time'),
  ];
  const [all] = summarise(rows, { seconds: 900, hitBps: 5 }, unheld);
  expect(all).toEqual({
    kind: 'a',
    entries: 6,
    judged: 0,
    pending: 2,
    pending_until: '1970-01-01T00:26:40.000Z',
    without_direction: 1,
    unscorable: [
      { reason: 'no mid then: the book is gap', entries: 2 },
      { reason: 'the mid was not seen at that time', entries: 1 },
    ],
    hits: 0,
    hit_rate: null,
    low: null,
    high: null,
    hit_rate_reason: 'the entries with an expected direction are pending',
    base_rate: null,
    base_rate_reason: 'no entry is judged',
    mean_move_bps: null,
  });
  const reasonOf = (some: readonly LedgerRow[]) => summarise(some, { seconds: 900, hitBps: 5 }, unheld)[0]?.hit_rate_reason;
  expect(reasonOf(rows.slice(2, 3))).toContain('set expects on the alert');
  expect(reasonOf(rows.slice(2, 4))).toContain('can be judged');
});

test('the base rate is that of all times between the judged entries, weighted by market and direction', () => {
  const moved = (at: number, instrument: 'v:S' | 'v:T', expects: 'up' | 'down', move: number): LedgerRow => ({
    ...row('a', expects, move),
    at,
    instrument,
  });
  const rows = [moved(5, 'v:S', 'down', -9), moved(2, 'v:S', 'down', -9), moved(9, 'v:S', 'down', -9), moved(4, 'v:T', 'up', 9)];
  const asked: unknown[] = [];
  const [all] = summarise(rows, { seconds: 900, hitBps: 5 }, (instrument, query) => {
    asked.push([instrument, query]);
    return { rate: instrument === 'v:S' ? 0.9 : 0.1 };
  });
  expect(all).toMatchObject({ hit_rate: 1, hit_rate_reason: null, base_rate_reason: null });
  expect(all?.base_rate).toBeCloseTo((3 * 0.9 + 0.1) / 4, 12);
  expect(asked).toEqual([
    ['v:S', { from: 2, to: 9, horizonSec: 900, expects: 'down', hitBps: 5 }],
    ['v:T', { from: 4, to: 4, horizonSec: 900, expects: 'up', hitBps: 5 }],
  ]);
  expect(summarise(rows, { seconds: 900, hitBps: 5 }, unheld)[0]).toMatchObject({ base_rate: null, base_rate_reason: 'no mids' });
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
