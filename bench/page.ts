import type { Browser } from 'playwright-core';
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

/** Notes the frame after the one in which the first price stood in the document: it is on the screen by then. */
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

/** Every frame asks for the whole picture anew, as a moving pointer does; how many were drawn. */
const SWEEP = `new Promise((resolve) => {
  const canvas = document.querySelector('.plot canvas');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const began = performance.now();
  let frames = 0;
  const step = (at) => {
    const clientX = left + ((at / 7) % (width - 90));
    const clientY = top + ((at / 11) % (height - 140));
    canvas.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX, clientY, pointerType: 'mouse' }));
    if (performance.now() - began > ${FRAMES_MS}) return resolve([frames, performance.now() - began]);
    frames += 1;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

/** The page in Chromium on a simulated market: how soon it is of use, and what its picture costs with a full history. */
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
    const [frames, took] = (await page.evaluate(SWEEP)) as [number, number];
    const draw = Number(await page.evaluate(`document.querySelector('.plot canvas').dataset.drawMs`));
    const rate = (frames / took) * 1_000;
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
      {
        bench: 'page-frames',
        value: rounded(rate, 1),
        unit: 'frames/s while the cross moves over a full history in every frame and the market goes on',
        against: `the screen's ${FRAMES_WANTED} frames/s`,
        ratio: rounded(rate / FRAMES_WANTED),
        n: frames,
        data: 'simulated',
      },
    ];
  } finally {
    await browser.close();
    await stage.close();
  }
}
