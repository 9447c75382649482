import { expect, test } from 'vitest';
import { conciseLiquidity } from '../../operations/market/concise-liquidity.ts';
import { makeLiquidity } from './liquidity.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeFlow } from './small-answers.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => {
  const reading = readMarket(engine, `${VENUE}:${SYMBOL}`, now());
  if (reading === null) throw new Error('not followed');
  return reading;
};

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const QUERY = { sizes: [] };
const profileOf = (on: Stage) => makeLiquidity(readingOf(on), QUERY).profile;

let update = 11;
/** Some seconds with an update of the book each. */
function quiet(on: Stage, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    on.wait(1);
    update++;
    on.depth(update, update, { bids: [[99.5, 1 + (update % 3)]] });
  }
}

/** A market with a whole book, at noon. */
function begun(): Stage {
  update = 11;
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  return on;
}

/** A market whose first 12 trades, of 11:58:00, are fetched at its start, at noon. */
function backfilled(): Stage {
  const on = begun();
  on.page(ids(1, 12), 120);
  return on;
}

test('before a live trade the sum and the profile are of fetched trades only, and say so', () => {
  const on = backfilled();
  quiet(on, 20);
  const { cvd, absent } = makeFlow(readingOf(on), [60]);
  expect(cvd).toEqual({ since: '2026-01-15T11:58:00.000Z', live_since: null, refilled_trades: 12, base: 6, quote: 600 });
  expect(absent).toContainEqual(expect.objectContaining({ field: 'cvd.live_since', reason: 'no trade has come as it happened' }));
  expect(profileOf(on)).toMatchObject({ live_sec: 0 });
});

test('the sum says since when its trades are live, and the profile how many of its seconds', () => {
  const on = backfilled();
  quiet(on, 30);
  for (const id of ids(13, 40)) {
    on.trade(id, 100, 1, 'sell');
    quiet(on, 1);
  }
  // Half a minute fetched at the start, and the live trades since 12:00:30.
  const { cvd } = makeFlow(readingOf(on), [60]);
  expect(cvd).toEqual({
    since: '2026-01-15T11:58:00.000Z',
    live_since: '2026-01-15T12:00:30.000Z',
    refilled_trades: 12,
    base: -22,
    quote: -2_200,
  });
  // The profile is at most five seconds old.
  const profile = profileOf(on);
  expect(profile).toMatchObject({ as_of: '2026-01-15T12:00:55.100Z', covered_sec: 175, live_sec: 25 });
  expect(conciseLiquidity(makeLiquidity(readingOf(on), QUERY)).profile).toMatchObject({ live_sec: 25 });
});

test('of a history without fetched trades the whole profile is live', () => {
  const on = begun();
  for (const id of ids(1, 30)) {
    on.trade(id, 100, 1, 'buy');
    quiet(on, 1);
  }
  const profile = profileOf(on);
  expect(profile?.live_sec).toBe(Math.round(profile?.covered_sec ?? -1));
  expect(profile?.live_sec).toBeGreaterThan(20);
});
