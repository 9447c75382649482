import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../simulator/virtual-clock.ts';
import { handMadeMarket, report } from './testing/market.ts';
import { testContext } from './testing/context.ts';
import { createWatchHub } from './watch-hub.ts';

const BTC = { symbol: 'BTCUSDT' };
const PERIOD_MS = 250;

function stage({ stamp }: { readonly stamp?: () => unknown } = {}) {
  const virtual = createVirtualClock(1_700_000_000_000_000);
  let back = 0;
  const clock = {
    now: () => virtual.now() - back,
    advanceBy: (ms: number) => virtual.advanceBy(ms),
    putBack: (us: number) => void (back += us),
  };
  const market = { ...handMadeMarket() };
  const counts = { answers: 0, failing: false };
  market.getReport = async () => {
    counts.answers++;
    if (counts.failing) throw new Error('no market');
    return report();
  };
  const hub = createWatchHub({ context: testContext({ market }), clock, ...(stamp === undefined ? {} : { stamp }) });
  return { clock, counts, hub, ask: () => hub.ask('get_report', BTC, PERIOD_MS) };
}

describe('watch hub', () => {
  test('64 readers of one question cost one answer a period, whenever in it they ask', async () => {
    const { clock, counts, ask } = stage();
    for (let ms = 0; ms < 10 * PERIOD_MS; ms++) {
      if (ms % 4 === 0) await Promise.all(Array.from({ length: 64 / 16 }, ask));
      clock.advanceBy(1);
    }
    expect(counts.answers).toBe(10);
  });

  test('asks again only once something has arrived, and once a second where nothing does', async () => {
    let arrived = 0;
    const { clock, counts, ask } = stage({ stamp: () => arrived });
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += PERIOD_MS) {
        await ask();
        clock.advanceBy(PERIOD_MS);
      }
    };
    await pass(1_000);
    expect(counts.answers).toBe(1);
    arrived++;
    await pass(500);
    expect(counts.answers).toBe(2);
    await pass(2_000);
    expect(counts.answers).toBe(4);
  });

  test('gives different questions different answers', async () => {
    const { hub, counts, ask } = stage();
    const [one, other] = await Promise.all([ask(), hub.ask('get_report', { ...BTC, detail: 'concise' }, PERIOD_MS)]);
    expect(counts.answers).toBe(2);
    expect(one).not.toBe(other);
  });

  test('a failure reaches all who wait for it, and the next asks again', async () => {
    const { counts, ask } = stage();
    counts.failing = true;
    const all = await Promise.allSettled([ask(), ask(), ask()]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(counts.answers).toBe(1);
    counts.failing = false;
    await expect(ask()).resolves.toMatchObject(BTC);
  });

  test('an answer of the future is not given after the clock was put back', async () => {
    const { clock, counts, ask } = stage();
    await ask();
    clock.putBack(3_600_000_000);
    await ask();
    expect(counts.answers).toBe(2);
  });
});
