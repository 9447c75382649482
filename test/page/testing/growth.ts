import { expect } from 'vitest';
import { openBrowser, visit } from './browser.ts';
import { pageStage } from './stage.ts';

interface Weight {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly elements: number;
}

export interface Growth {
  readonly before: Weight;
  readonly after: Weight;
  readonly complaints: readonly string[];
  readonly sentence: string;
}

const WARM_UP_SEC = 60;

interface GrowthOptions {
  /** Seconds of the market before the page is opened; 1,800 fill its history. */
  readonly history: number;
  /** Seconds of market time with the page open, run as fast as this machine can. */
  readonly open: number;
}

/** Size of the page after one minute, and at the end. */
export async function growth({ history, open }: GrowthOptions): Promise<Growth> {
  const [stage, browser] = await Promise.all([pageStage({ scenario: 'thin', symbols: ['BTCUSDT'] }), openBrowser()]);
  try {
    await stage.run(history);
    stage.pace(1);
    const { page, complaints } = await visit(browser, `${stage.url}/`);
    stage.pace(0);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const weigh = async (): Promise<Weight> => {
      // Measures after rendering and garbage collection. A pending frame may still hold objects, so the least of three measurements counts.
      await page.waitForTimeout(700);
      const heaps: number[] = [];
      let of = (_name: string): number => Number.NaN;
      for (let look = 0; look < 3; look++) {
        await page.waitForTimeout(200);
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        of = (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
        heaps.push(of('JSHeapUsedSize'));
      }
      const elements = Number(await page.evaluate('document.querySelectorAll("*").length'));
      return { heap: Math.min(...heaps), nodes: of('Nodes'), listeners: of('JSEventListeners'), elements };
    };
    await stage.run(WARM_UP_SEC);
    const before = await weigh();
    await stage.run(open);
    const after = await weigh();
    return { before, after, complaints, sentence: (await page.textContent('.sentence')) ?? '' };
  } finally {
    await browser.close();
    await stage.close();
  }
}

/** Checks that a page that was open for long has not grown, and has shown the market's changes. */
export function expectNoGrowth({ before, after, complaints, sentence }: Growth): void {
  console.log(`at first: ${JSON.stringify(before)}; at the end: ${JSON.stringify(after)}`);
  expect(after.heap).toBeLessThan(before.heap * 1.15);
  expect(after.elements).toBeLessThan(before.elements * 1.1);
  expect(after.nodes).toBeLessThan(before.nodes * 1.2);
  expect(after.listeners).toBeLessThan(before.listeners * 1.1 + 10);
  expect(sentence).toContain('BTCUSDT last traded');
  expect(complaints).toEqual([]);
}
