import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';

const PLACES = [
  process.env['TALLYFOIL_CHROMIUM'] ?? '',
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The Chromium of this machine; null if there is none. */
export const CHROMIUM: string | null = PLACES.find((path) => path !== '' && existsSync(path)) ?? null;

export const NO_CHROMIUM = 'no Chromium here: install chromium-headless-shell, or name one in TALLYFOIL_CHROMIUM';

export const openBrowser = (): Promise<Browser> => {
  if (CHROMIUM === null) throw new Error(NO_CHROMIUM);
  // Many containers have only the user root, and Chromium's sandbox refuses root.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--enable-precise-memory-info'] });
};

/** One browser for the tests of a file, which are skipped where there is none. */
export function sharedBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    if (CHROMIUM !== null) browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => {
    if (CHROMIUM === null) skip(NO_CHROMIUM);
  });
  return () => browser;
}

export interface Visit {
  readonly page: Page;
  /** Faults: errors, violations of the content policy, requests to other hosts. */
  readonly complaints: string[];
}

interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'dark' | 'light';
  readonly motion?: 'reduce' | 'no-preference';
}

/** Opens the page and waits until it shows a price. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { width = 1_440, height = 900, scheme = 'dark', motion = 'no-preference' } = options;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, reducedMotion: motion });
  const complaints: string[] = [];
  page.on('console', (line) => void (line.type() === 'error' && complaints.push(line.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on(
    'request',
    (request) =>
      void (request.url().startsWith(url) || request.url().startsWith('data:') || complaints.push(`asked ${request.url()}`)),
  );
  await page.goto(url);
  await page.waitForSelector('.last .num[data-value]');
  return { page, complaints };
}
