import { describe, expect, test } from 'vitest';
import { fromRfc3339 } from '../../core/index.ts';
import { createMarketService } from './index.ts';
import { BOOK_A, stage, SYMBOL, type Stage } from './testing/stage.ts';

/** A market for a minute, with a venue whose clock is ahead of ours. */
function ahead(seconds: number): Stage {
  const on = stage();
  // Shows the offset of the clocks before the book begins.
  on.trade(10, 100, 0.1, 'buy', seconds);
  on.snapshot(10, BOOK_A);
  for (let id = 11; id <= 130; id++) {
    on.depth(id, id, { bids: [[99.5, 1 + (id % 3)]] }, seconds);
    on.trade(id, 100, 0.1, 'buy', seconds);
    on.wait(0.5);
  }
  return on;
}

async function spansOf(on: Stage) {
  const clock = { now: () => on.now(), after: () => () => {} };
  const market = createMarketService({ engine: on.engine, clock, rawLog: null, syncWaitMs: 0 });
  const query = { symbol: SYMBOL };
  return {
    report: await market.getReport(query),
    book: await market.getBook({ ...query, depth: 5 }),
    trades: await market.getTrades({ ...query, limit: 5 }),
    candles: await market.getCandles({ ...query, interval: '1m', limit: 2 }),
    flow: await market.getFlow({ ...query, windows: [10] }),
    features: await market.getFeatures(query),
    liquidity: await market.getLiquidity({ ...query, sizes: [] }),
    markets: await market.listMarkets({}),
    health: await market.getDataHealth({}),
  };
}

const micros = (text: string | null): number => fromRfc3339(text ?? '') ?? Number.NaN;

describe('a span is stated on the clock of as_of', () => {
  test.each([-1.5, -0.2, 0, 0.04, 0.7, 30])('with a venue whose clock is ahead by %d s', async (seconds) => {
    const answers = await spansOf(ahead(seconds));
    for (const [name, { as_of, coverage }] of Object.entries(answers)) {
      expect(micros(coverage.from), name).toBeLessThanOrEqual(micros(coverage.to));
      expect(micros(coverage.to), name).toBeLessThanOrEqual(micros(as_of));
    }
    const { report, trades } = answers;
    expect(report.coverage.to).toBe(report.as_of);
    // The newest trade was received half a second before, whatever its venue's clock says.
    expect(micros(trades.as_of) - micros(trades.coverage.to)).toBe(500_000);
    expect(micros(trades.trades[0]?.time ?? null)).toBe(micros(trades.coverage.to) + seconds * 1_000_000);
  });
});
