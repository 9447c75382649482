import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../test/page/testing/browser.ts';
import { pageStage } from '../test/page/testing/stage.ts';
import type { BenchRow } from './support/row.ts';
import { median, rounded } from './support/stats.ts';

const VISITS = 7;
const PAINT_LIMIT_MS = 1_500;
const DRAW_LIMIT_MS = 2;
const FRAMES_WANTED = 60;
const FRAMES_MS = 4_000;
const FULL_HISTORY_SEC = 1_860;

/** Marks the frame after the first price entered the document, because that price is then on the screen. */
const WATCH = `new MutationObserver((_, observer) => {
  if (document.querySelector('.last .num[data-value]') === null || window.usefulAt !== undefined) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame((at) => (window.usefulAt = at)));
}).observe(document, { childList: true, subtree: true });`;

async function firstUsefulPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(url);
  await page.waitForSelector('.last .num[data-value]');
  await page.waitForTimeout(300);
  const at = Number(await page.evaluate('window.usefulAt'));
  await context.close();
  return at;
}

/** Runs an action in every frame for some seconds; resolves to the number of frames and their duration. */
const inEachFrame = (act: string): string => `new Promise((resolve) => {
  const canvas = document.querySelector('.plot canvas');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const began = performance.now();
  let frames = 0;
  const step = (at) => {
    ${act}
    if (performance.now() - began > ${FRAMES_MS}) return resolve([frames, performance.now() - began]);
    frames += 1;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

/** Shows more prices, then fewer; the whole picture is redrawn each time. */
const ZOOM = `canvas.dispatchEvent(new KeyboardEvent('keydown', { key: frames % 2 === 0 ? '+' : '-', bubbles: true }));`;
const POINT = `canvas.dispatchEvent(new PointerEvent('pointermove', {
  bubbles: true,
  clientX: left + ((at / 7) % (width - 90)),
  clientY: top + ((at / 11) % (height - 140)),
}));`;

interface Frames {
  readonly rate: number;
  readonly frames: number;
  /** Processor time of all browser processes: other load on the machine delays it but does not add to it. */
  readonly cpuMs: number;
}

async function frames(browser: Browser, page: Page, act: string): Promise<Frames> {
  const session = await browser.newBrowserCDPSession();
  const cpu = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const before = await cpu();
  const [count, took] = (await page.evaluate(inEachFrame(act))) as [number, number];
  const cpuMs = (((await cpu()) - before) * 1_000) / count;
  await session.detach();
  return { rate: (count / took) * 1_000, frames: count, cpuMs };
}

const framesRow = (bench: string, unit: string, { rate, frames: n, cpuMs }: Frames): BenchRow => ({
  bench,
  value: rounded(rate, 1),
  unit,
  against: `the screen's ${FRAMES_WANTED} frames/s`,
  ratio: rounded(rate / FRAMES_WANTED),
  n,
  data: 'simulated',
  beside: { cpu_ms_a_frame: rounded(cpuMs, 1) },
});

/** The page in Chromium on a simulated market: time to the first price, and cost of the heat map with a full history. */
export default async function pageBench(): Promise<readonly BenchRow[]> {
  const [stage, browser] = await Promise.all([pageStage({ scenario: 'calm', symbols: ['BTCUSDT'] }), openBrowser()]);
  try {
    await stage.run(FULL_HISTORY_SEC);
    stage.pace(1);
    const paints: number[] = [];
    for (let i = 0; i < VISITS; i++) paints.push(await firstUsefulPaint(browser, `${stage.url}/`));
    const { page } = await visit(browser, `${stage.url}/`);
    await page.click('text=30 min');
    await page.waitForTimeout(1_500);
    const whole = await frames(browser, page, ZOOM);
    const pointed = await frames(browser, page, POINT);
    const draw = Number(await page.evaluate(`document.querySelector('.plot canvas').dataset.drawMs`));
    return [
      {
        bench: 'page-paint',
        value: rounded(median(paints), 1),
        unit: 'ms from navigation to the first price on the screen, half an hour of history sent with it, median',
        against: `limit ${PAINT_LIMIT_MS} ms`,
        ratio: rounded(median(paints) / PAINT_LIMIT_MS),
        n: VISITS,
        data: 'simulated',
        beside: { longest_ms: rounded(Math.max(...paints), 1) },
      },
      {
        bench: 'page-draw',
        value: rounded(draw, 2),
        unit: 'ms to draw the heat map with 1,800 columns in sight, median',
        against: `limit ${DRAW_LIMIT_MS} ms`,
        ratio: rounded(draw / DRAW_LIMIT_MS),
        n: 120,
        data: 'simulated',
      },
      framesRow('page-frames', 'frames/s while the heat map is redrawn in each, 1,800 columns in sight, live market', whole),
      framesRow('page-pointer', 'frames/s while the cross moves in each', pointed),
    ];
  } finally {
    await browser.close();
    await stage.close();
  }
}
