import { expect, test } from 'vitest';
import { runCandleProof } from './candle-proof.ts';

/** How a reason names the two volumes. */
const WHY = /^the venue's candle of 12:0\d has a volume of [\d.]+( so far)?, the trades received [\d.]+$/;

test('USD-M without a loss: no minute is doubted, and each is complete three seconds after its end', async () => {
  const { wrong, bars, gaps, notes, completeAfter } = await runCandleProof('', 200);
  expect([wrong, gaps, notes]).toEqual([[], [], []]);
  expect(completeAfter).toHaveLength(3);
  expect(Math.max(...completeAfter)).toBeLessThanOrEqual(3.5);
  expect(bars).toBeGreaterThan(300);
});

test("USD-M that leaves out 25 s of trades over a minute's end: noticed within 4 s, fetched, and no complete bar is wrong", async () => {
  const { wrong, bars, gaps } = await runCandleProof('mute_trades@100sx25s', 200);
  expect(wrong).toEqual([]);
  expect(bars).toBeGreaterThan(300);
  expect(gaps[0]?.from).toBeGreaterThan(100);
  expect(gaps[0]?.from).toBeLessThan(104);
  expect(gaps.length).toBeGreaterThan(2);
  for (const { reason } of gaps) expect(reason).toMatch(WHY);
  expect(new Set(gaps.map(({ refill }) => refill))).toEqual(new Set(['all']));
});

test('USD-M that leaves out trades while it answers no request: the bar stays incomplete, with both volumes as its reason', async () => {
  const { wrong, absent } = await runCandleProof('mute_trades@125sx25s,http_418@120sx70s', 186);
  expect(wrong).toEqual([]);
  expect(absent.filter((reason) => WHY.test(reason))).not.toEqual([]);
});

test.each([5, 6])('USD-M that drops one frame in fifty, seed %d: no complete bar is wrong', async (seed) => {
  const { wrong, bars } = await runCandleProof('drop:0.02', 200, seed);
  expect(wrong).toEqual([]);
  expect(bars).toBeGreaterThan(200);
});
