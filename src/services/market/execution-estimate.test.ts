import { describe, expect, test } from 'vitest';
import { withoutProof } from '../../core/answer-fields.ts';
import { instrumentId } from '../../core/index.ts';
import { executionEstimate, type EstimateQuery } from './answers/execution-estimate.ts';
import { makeEstimate } from './execution-estimate.ts';
import { readMarket } from './reading.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

function estimate(on: Pick<Stage, 'engine' | 'now'>, query: EstimateQuery) {
  const reading = readMarket(on.engine, instrumentId(VENUE, SYMBOL), on.now());
  if (reading === null) throw new Error('not followed');
  const answer = makeEstimate(reading, query);
  executionEstimate.parse(withoutProof(answer));
  return answer;
}

function synced(): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  return on;
}

describe('in book A', () => {
  test('buying 10 at a fee of 10 bps', () => {
    const { mid_price, fill, after } = estimate(synced(), { side: 'buy', size: 10, sizeUnit: 'base', feeBps: 10 });
    expect(mid_price).toBe(100.1);
    expect(fill).toMatchObject({ outcome: 'filled', size: 10, share: 1, levels: 2, worst_price: 100.3 });
    expect(fill?.amount).toBeCloseTo(1_002.6, 9);
    expect(fill?.avg_price).toBeCloseTo(100.26, 9);
    expect(fill?.slippage_bps_mid).toBeCloseTo(15.984016, 5);
    expect(fill?.slippage_bps_touch).toBeCloseTo(5.988024, 5);
    expect(fill?.fee).toBeCloseTo(1.0026, 9);
    expect(fill?.total).toBeCloseTo(1_003.6026, 9);
    expect(after?.best_price).toBe(100.4);
    expect(after?.moved_bps).toBeCloseTo(19.96008, 4);
    // Only the 4 at 100.2 rest within 10 bps of the mid.
    expect(after).toMatchObject({ depth_left: 0, share_taken: 1 });
  });

  test('selling receives less by the fee, and slippage is a cost on both sides', () => {
    const { fill } = estimate(synced(), { side: 'sell', size: 5, sizeUnit: 'base', feeBps: 20 });
    expect(fill).toMatchObject({ amount: 500, fee: 1, total: 499 });
    expect(fill?.slippage_bps_mid).toBeCloseTo(9.99001, 4);
  });

  test('a limit price leaves a part unfilled', () => {
    const { fill, absent } = estimate(synced(), { side: 'buy', size: 10, sizeUnit: 'base', limitPrice: 100.2 });
    expect(fill).toMatchObject({ outcome: 'limit', size: 4, share: 0.4, worst_price: 100.2, fee: null, total: null });
    expect(absent).toContainEqual({ field: 'fill.fee', reason: 'no fee_bps was given', ready_at: null });
  });

  test('a largest slippage finds the largest size that keeps it, in whole steps of size', () => {
    // At most 10 bps above the mid of 100.1, the average is 100.2001: 4 × 0.0001 / 0.0999 = 0.004004 at 100.3 beside the 4 at 100.2.
    const { fill, order, after } = estimate(synced(), { side: 'buy', size: 1_000, sizeUnit: 'base', maxSlippageBps: 10 });
    expect(order.max_slippage_bps).toBe(10);
    expect(fill).toMatchObject({ outcome: 'slippage', size: 4.004_004, share: 0.004_004_004, worst_price: 100.3 });
    expect(fill?.slippage_bps_mid).toBeLessThanOrEqual(10);
    expect(fill?.slippage_bps_mid).toBeCloseTo(10, 2);
    expect(after?.best_price).toBe(100.3);
  });

  test('a largest slippage changes nothing of an order that keeps it, and fills nothing where no size does', () => {
    const order = { side: 'sell', size: 5, sizeUnit: 'base' } as const;
    expect(estimate(synced(), { ...order, maxSlippageBps: 50 }).fill).toEqual(estimate(synced(), order).fill);
    const { fill, absent } = estimate(synced(), { ...order, maxSlippageBps: 1 });
    expect(fill).toMatchObject({ outcome: 'slippage', size: 0, share: 0, levels: 0, avg_price: null });
    expect(absent).toContainEqual({
      field: 'fill.avg_price',
      reason: 'the smallest size already costs more than max_slippage_bps',
      ready_at: null,
    });
  });

  test('a limit price below the book fills nothing, with the reason', () => {
    const { fill, absent } = estimate(synced(), { side: 'buy', size: 10, sizeUnit: 'base', limitPrice: 100.05 });
    expect(fill).toMatchObject({ outcome: 'limit', size: 0, share: 0, avg_price: null, slippage_bps_mid: null });
    expect(absent.map(({ field }) => field)).toContain('fill.avg_price');
  });

  test('a size past the known book is unknown, not filled', () => {
    const { fill } = estimate(synced(), { side: 'buy', size: 1_000, sizeUnit: 'base' });
    expect(fill?.outcome === 'unknown' || fill?.outcome === 'empty').toBe(true);
    expect(fill?.size).toBe(30);
  });
});

test('without a book there is no estimate, with the reason', () => {
  const { fill, after, mid_price, absent } = estimate(stage(), { side: 'buy', size: 1, sizeUnit: 'base' });
  expect([fill, after, mid_price]).toEqual([null, null, null]);
  expect(absent.map(({ field }) => field)).toEqual(['mid_price', 'fill', 'after', 'resilience']);
});

test('how depth comes back is counted from the samples of the book', () => {
  const on = synced();
  let seq = 12;
  const set = (size: number) => {
    on.depth(seq, seq, { asks: [[100.2, size]] });
    seq++;
    on.wait(10);
  };
  for (const size of [4, 4, 1, 4, 4, 4]) set(size);
  const { resilience } = estimate(on, { side: 'buy', size: 1, sizeUnit: 'base' });
  expect(resilience).toMatchObject({ usual_depth: 4, falls: 1, recovered: 1, recovery_sec: 10 });
});

test('an amount, a share and an average have no floating-point noise, and a tiny order is no empty one', () => {
  const quote = estimate(synced(), { side: 'buy', size: 500, sizeUnit: 'quote', feeBps: 10 });
  expect(quote.fill).toMatchObject({ outcome: 'filled', amount: 500, fee: 0.5, total: 500.5 });
  const tiny = estimate(synced(), { side: 'buy', size: 1e-9, sizeUnit: 'base' });
  expect(tiny.fill).toMatchObject({ outcome: 'filled', size: 1e-9, avg_price: 100.2, slippage_bps_touch: 0 });
  const least = estimate(synced(), { side: 'buy', size: 5e-324, sizeUnit: 'base' });
  expect(least.fill?.slippage_bps_touch).toBe(0);
  const all = [quote, tiny, estimate(synced(), { side: 'sell', size: 7, sizeUnit: 'base', feeBps: 7 })];
  const numbers = all.flatMap(({ fill, after }) =>
    [
      fill?.size,
      fill?.amount,
      fill?.share,
      fill?.avg_price,
      fill?.fee,
      fill?.total,
      after?.depth_left,
      after?.share_taken,
    ].filter((value) => typeof value === 'number'),
  );
  expect(numbers.length).toBeGreaterThan(18);
  for (const value of numbers) expect(value).toBe(Number(value.toPrecision(15)));
});
