import { expect, test } from 'vitest';
import { createMidHistory } from './mid-history.ts';

const S = 1_000_000;
const asked = { from: 0, to: 600 * S, horizonSec: 60, hitBps: 5 } as const;
const up = { ...asked, expects: 'up' } as const;
const down = { ...asked, expects: 'down' } as const;

/** Mids of each second, of which one in ten is kept. */
function historyOf(mid: (second: number) => number | null, seconds = 720) {
  const history = createMidHistory();
  for (let s = 0; s <= seconds; s++) {
    const value = mid(s);
    if (value !== null) history.add('v:S', s * S, value);
  }
  return history;
}

test('in a market that falls 10 bps a minute, each time is a hit for down and none for up', () => {
  const history = historyOf((s) => 100 * (1 - (s / 60) * 0.001));
  expect(history.rate('v:S', down)).toEqual({ rate: 1 });
  expect(history.rate('v:S', up)).toEqual({ rate: 0 });
});

test('worked example: one jump of 10 bps at second 300 is a hit for the six of 61 samples in the minute before it', () => {
  expect(historyOf((s) => (s < 300 ? 100 : 100.1)).rate('v:S', up)).toEqual({ rate: 6 / 61 });
});

test.each<[string, (second: number) => number | null, object, RegExp]>([
  ['a span below twice the horizon', () => 100, { to: 119 * S }, /twice the horizon/],
  ['a span that is half held', (s) => (s < 300 ? 100 : null), {}, /only (39|40|41) %/],
  ['a market without mids', () => null, {}, /no mids/],
])('of %s the rate is unknown', (_what, mid, part, reason) => {
  expect(historyOf(mid).rate('v:S', { ...up, ...part })).toEqual({
    rate: null,
    reason: expect.stringMatching(reason) as string,
  });
});

test('mids older than a day are dropped', () => {
  const history = historyOf(() => 100);
  history.add('v:S', 90_000 * S, 100);
  expect(history.rate('v:S', up)).toMatchObject({ rate: null });
});
