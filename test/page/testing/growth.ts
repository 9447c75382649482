import { openBrowser, visit } from './browser.ts';
import { pageStage } from './stage.ts';

export interface Weight {
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

const FULL_HISTORY_SEC = 1_800;
const WARM_UP_SEC = 120;

/** What the page weighs with a full history, and after so many seconds of the market more, passed as fast as this machine can. */
export async function growth(seconds: number): Promise<Growth> {
  const [stage, browser] = await Promise.all([pageStage({ scenario: 'thin', symbols: ['BTCUSDT'] }), openBrowser()]);
  try {
    await stage.run(FULL_HISTORY_SEC);
    stage.pace(1);
    const { page, complaints } = await visit(browser, `${stage.url}/`);
    stage.pace(0);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const weigh = async (): Promise<Weight> => {
      // What was sent is first shown, and what is garbage is first thrown away.
      await page.waitForTimeout(700);
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      const elements = Number(await page.evaluate('document.querySelectorAll("*").length'));
      return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners'), elements };
    };
    await stage.run(WARM_UP_SEC);
    const before = await weigh();
    await stage.run(seconds);
    const after = await weigh();
    return { before, after, complaints, sentence: (await page.textContent('.sentence')) ?? '' };
  } finally {
    await browser.close();
    await stage.close();
  }
}
