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
  const { wrong, bars, gaps, listedAt, lost, unlisted, fetchedAfter } = await runCandleProof('mute_trades@100sx25s', 200);
  expect(wrong).toEqual([]);
  expect(bars).toBeGreaterThan(300);
  expect(gaps).toHaveLength(1);
  const [gap] = gaps as [(typeof gaps)[number]];
  for (const at of [gap.noticed, listedAt]) {
    expect(at).toBeGreaterThan(100);
    expect(at).toBeLessThan(104);
  }
  // Each further loss is noticed as soon as the first.
  expect(fetchedAfter).toHaveLength(lost.length);
  expect(Math.max(...fetchedAfter)).toBeLessThan(4);
  expect(gap.reason).toMatch(WHY);
  expect(gap.refill).toBe('all');
  // The first candle that differs is of the minute from 60 s to 120 s.
  expect(gap.from).toBeCloseTo(60, 1);
  expect(lost.length).toBeGreaterThan(50);
  expect(lost[0]).toBeGreaterThanOrEqual(100);
  expect(lost.at(-1)).toBeLessThan(125);
  expect(lost.at(-1)).toBeGreaterThan(120);
  expect(gap.to).toBeGreaterThanOrEqual(lost.at(-1) ?? 0);
  expect(gap.to).toBeLessThanOrEqual(129);
  expect(unlisted).toEqual([]);
});

test.each([
  ['after its clock was set by ten seconds', 'clock_step@70s+10s,mute_trades@130sx15s'],
  ['after its clock was set back by three', 'clock_step@70s-3s,mute_trades@130sx15s'],
])('USD-M that leaves out trades %s: no complete bar is wrong', async (_, faults) => {
  const { wrong, bars, gaps } = await runCandleProof(faults, 200);
  expect(wrong).toEqual([]);
  expect(bars).toBeGreaterThan(200);
  expect(gaps.length).toBeGreaterThan(0);
});

test('USD-M that leaves out trades while it answers no request: the bar stays incomplete, with both volumes as its reason', async () => {
  const { wrong, absent, gaps, lost, unlisted } = await runCandleProof('mute_trades@125sx25s,http_418@120sx70s', 186);
  expect(wrong).toEqual([]);
  expect(lost.length).toBeGreaterThan(50);
  expect(unlisted).toEqual([]);
  expect(gaps).toMatchObject([{ from: expect.closeTo(120, 1) as number, to: 186, refill: 'none' }]);
  expect(absent.filter((reason) => WHY.test(reason))).not.toEqual([]);
});

test.each([5, 6])(
  'USD-M that drops one frame in fifty, seed %d: no complete bar is wrong, and each lost trade is in a listed gap',
  async (seed) => {
    const { wrong, bars, lost, unlisted } = await runCandleProof('drop:0.02', 200, seed);
    expect(wrong).toEqual([]);
    expect(bars).toBeGreaterThan(200);
    expect(lost.length).toBeGreaterThan(5);
    expect(unlisted).toEqual([]);
  },
);
