import { describe, expect, test } from 'vitest';
import { fromRfc3339, US_PER_MS } from '../../../core/index.ts';
import { stage, SYMBOL, VENUE, type Stage } from '../testing/stage.ts';
import { BOOK_A } from '../testing/stage.ts';
import { marketReport } from '../report.ts';
import { withoutProof } from '../../../core/answer-fields.ts';
import type { MarketReport, StoredReport } from '../answers.ts';
import { agedMarket, agedReport } from './aged.ts';
import { storedMarket } from './stored-market.ts';

/** A synced market with a health score. */
function well(): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let i = 12; i < 40; i++) {
    on.wait(0.5);
    on.depth(i, i);
  }
  return on;
}

const reportOf = ({ engine, now }: Stage): StoredReport => {
  const report = marketReport(engine, `${VENUE}:${SYMBOL}`, now());
  if (report === null) throw new Error('not followed');
  return withoutProof(report);
};

const later = ({ generated_at }: Pick<MarketReport, 'generated_at'>, ms: number) =>
  (fromRfc3339(generated_at) ?? 0) + ms * US_PER_MS;

describe('a stored report is correct at the time of the answer', () => {
  const report = reportOf(well());

  test('at once it is what it was, without its receipt', () => {
    expect(report.ingestion).toEqual({ status: 'ok', fresh: true });
    expect(report.health).not.toBeNull();
    const { grounds, caveats, ...same } = agedReport(report, later(report, 0));
    expect({ ...same, receipt: null, caveats: report.caveats }).toEqual(report);
    expect(grounds).toBeNull();
    expect(caveats.at(-1)).toContain('No receipt');
  });

  test('every age grows by the elapsed time, and the status follows', () => {
    const old = agedReport(report, later(report, 1_500));
    expect(old.as_of).not.toBe(report.as_of);
    expect(old.generated_at).toBe(report.generated_at);
    expect(old.data_age_ms).toBe((report.data_age_ms ?? 0) + 1_500);
    expect(old.inputs.map(({ age_ms }) => age_ms)).toEqual(
      report.inputs.map(({ age_ms }) => (age_ms === null ? null : age_ms + 1_500)),
    );
    expect(old.ingestion).toEqual({ status: 'degraded', fresh: false });
    expect(old.health?.components.freshness).toBeLessThan(report.health?.components.freshness ?? 0);
    expect(old.health?.score).toBeLessThanOrEqual(report.health?.score ?? 0);
  });

  test('after five seconds the feed is down, no stream counts as synced, and health is absent with the reason', () => {
    const dead = agedReport(report, later(report, 60_000));
    expect(dead.ingestion).toEqual({ status: 'down', fresh: false });
    expect(dead.state).not.toBe('synced');
    expect(dead.inputs.map(({ state }) => state)).not.toContain('synced');
    expect(dead.health).toBeNull();
    expect(dead.absent.find(({ field }) => field === 'health')?.reason).toContain('nothing has come');
    expect(dead.caveats.some((caveat) => caveat.includes('60 s old'))).toBe(true);
  });

  test('a clock that is behind makes nothing younger than it was', () => {
    const early = agedReport(report, later(report, -5_000));
    expect(early.data_age_ms).toBe(report.data_age_ms);
    expect(early.as_of).toBe(report.generated_at);
  });
});

test('a row of the list and the health of its data age too', () => {
  const on = well();
  const market = storedMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
  if (market === null) throw new Error('not followed');
  expect(market.row).toMatchObject({ instrument: `${VENUE}:${SYMBOL}`, state: 'synced' });
  const dead = agedMarket(market, on.now() + 30_000 * US_PER_MS);
  expect(dead.row.state).toBe('stale');
  const { contract: _, ...older } = market.row;
  expect(agedMarket({ ...market, row: older as typeof market.row }, on.now()).row.contract).toBeNull();
  expect(dead.venue.status).toBe('down');
  const book = dead.streams.find(({ stream }) => stream === 'book');
  expect(book).toMatchObject({ state: 'stale', reason: expect.stringContaining('nothing heard of it for 30 s') as string });
  expect(book?.age_ms).toBeGreaterThanOrEqual(30_000);
});
