import { expect, test } from 'vitest';
import type { Clock } from '../../core/index.ts';
import { createMarketService } from './service.ts';
import { BOOK_A, stage, SYMBOL, type Stage } from './testing/stage.ts';

function synced(): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  return on;
}

const serviceOf = ({ engine, now }: Stage) => {
  const clock: Clock = { now, after: () => () => {} };
  return createMarketService({ engine, clock, rawLog: null, syncWaitMs: 0 });
};

/** Five minutes of a moving book, so that usual sizes are known. */
function watched(): Stage {
  const on = synced();
  for (let id = 12; id < 312; id++) {
    on.wait(1);
    on.depth(id, id, { bids: [[99.5, 1 + (id % 3)]] });
  }
  return on;
}

test('size and amount within each distance from the mid of that moment, nearest first', async () => {
  const { mid_price: mid, depth_by_distance: depths } = await serviceOf(synced()).getLiquidity({
    symbol: SYMBOL,
    sizes: [],
    distancesBps: [20, 12],
  });
  expect(mid).toBe(100.1);
  expect(depths).toEqual([
    { within_bps: 12, bid: 5, ask: 4, bid_quote: 500, ask_quote: 400.8, imbalance: 1 / 9 },
    // Bids 5 at 100 and 3 at 99.9; asks 4 at 100.2 and 6 at 100.3.
    {
      within_bps: 20,
      bid: 8,
      ask: 10,
      bid_quote: expect.closeTo(799.7, 9) as number,
      ask_quote: expect.closeTo(1002.6, 9) as number,
      imbalance: -2 / 18,
    },
  ]);
});

test('an order in quote currency takes what its amount pays for, and has no size where the book ends', async () => {
  const market = serviceOf(synced());
  const { execution, absent } = await market.getLiquidity({ symbol: SYMBOL, sizes: [1_002.6, 9_999], sizeUnit: 'quote' });
  expect(execution[0]).toMatchObject({
    side: 'buy',
    qty: expect.closeTo(10, 9) as number,
    amount: 1_002.6,
    worst_price: 100.3,
    filled: true,
  });
  expect(execution[0]?.avg_price).toBeCloseTo(100.26, 9);
  expect(execution[0]?.slippage_bps_mid).toBeCloseTo(15.984016, 5);
  expect(execution[2]).toMatchObject({ side: 'buy', qty: null, amount: 9_999, avg_price: null, filled: false });
  expect(absent).toContainEqual({ field: 'execution[2]', reason: 'the whole book holds less', ready_at: null });
  const inBase = await market.getLiquidity({ symbol: SYMBOL, sizes: [10] });
  expect(inBase.execution[0]).toMatchObject({ qty: 10, amount: expect.closeTo(1_002.6, 9) as number });
});

test('walls and vacuums have a side, a distance and the nearest first; a report has the same ones', async () => {
  const on = watched();
  on.wait(1);
  on.depth(312, 312, {
    bids: [
      [99.6, 90],
      [99.9, 0],
      [99.8, 0],
      [99.7, 0],
    ],
    asks: [
      [100.2, 25],
      [100.5, 200],
    ],
  });
  const market = serviceOf(on);
  const { walls, vacuums } = await market.getLiquidity({ symbol: SYMBOL, sizes: [] });
  expect(walls?.map(({ side, price, qty }) => [side, price, qty])).toEqual([
    ['ask', 100.2, 25],
    ['ask', 100.5, 200],
    ['bid', 99.6, 90],
  ]);
  expect(walls?.map(({ distance_bps: bps }) => bps)).toEqual([
    expect.closeTo((0.1 / 100.1) * 1e4, 6),
    expect.closeTo((0.4 / 100.1) * 1e4, 6),
    expect.closeTo((0.5 / 100.1) * 1e4, 6),
  ]);
  expect(walls?.[1]?.amount).toBe(20_100);
  // The bids of three bands are gone.
  expect(vacuums?.map(({ side, distance_bps: bps }) => [side, bps])).toEqual([
    ['bid', 15],
    ['bid', 25],
    ['bid', 35],
  ]);
  const [thin] = vacuums ?? [];
  expect(thin?.distance_bps).toBeCloseTo(((100.1 - (thin?.to ?? 0)) / 100.1) * 1e4, 6);
  const report = await market.getReport({ symbol: SYMBOL });
  expect(report.liquidity.walls?.map(({ price }) => price).sort()).toEqual(walls?.map(({ price }) => price).sort());
});

test('a list of walls that is cut says how many there are', async () => {
  const on = watched();
  on.wait(1);
  const bids = Array.from({ length: 14 }, (_, i) => [Number((99.9 + i * 0.003).toFixed(3)), 500] as const);
  on.depth(312, 312, { bids });
  const market = serviceOf(on);
  const { walls, caveats } = await market.getLiquidity({ symbol: SYMBOL, sizes: [] });
  expect(walls).toHaveLength(12);
  expect(caveats).toContainEqual('Walls: the 12 most severe of 14.');
  expect((await market.getReport({ symbol: SYMBOL })).caveats).toContainEqual('Walls: the 12 most severe of 14.');
});
