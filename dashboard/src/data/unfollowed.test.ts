import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { report as reportAnswer } from '../../../src/operations/testing/market.ts';
import type { Topics } from '../generated/api.ts';
import { standing } from '../shell/announce.ts';
import { currencies } from '../shell/currencies.ts';
import { choose, current, shown, take, takeMarkets, trouble, type MarketRow } from './store.ts';

const SOL = { symbol: 'SOLUSDT', venue: 'binance-spot' };
const SOL_ROW = { ...SOL, instrument: 'binance-spot:SOLUSDT', base: 'SOL', quote: 'USDT', tick: 0.01, lot: 0.001 } as MarketRow;
const BTC_ROW = { ...SOL_ROW, symbol: 'BTCUSDT', base: 'BTC', instrument: 'binance-spot:BTCUSDT' };
const REFUSAL = { error: 'symbol_not_indexed', code: 'TF_X', message: 'SOLUSDT is not followed on binance-spot.', advice: 'A.' };
const report = reportAnswer() as Topics['report'];

/** A stream as the page opens it; a test sends its events. */
class Stream {
  static readonly all: Stream[] = [];
  readonly listeners = new Map<string, (event: { readonly data: string }) => void>();
  isOpen = true;
  constructor() {
    Stream.all.push(this);
  }
  addEventListener(kind: string, listener: (event: { readonly data: string }) => void): void {
    this.listeners.set(kind, listener);
  }
  close(): void {
    this.isOpen = false;
  }
  send(kind: string, body: unknown = {}): void {
    if (this.isOpen) this.listeners.get(kind)?.({ data: JSON.stringify(body) });
  }
}
const newest = (): Stream => Stream.all.at(-1) as Stream;

let followed: readonly MarketRow[];
let streamAnswer: () => Response;
/** Lets answers arrive, and publishes the state. */
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const said = () => standing({ link: current().link, report: current().report, market: current().market, trouble: trouble.value });

beforeEach(async () => {
  vi.useFakeTimers();
  followed = [BTC_ROW, SOL_ROW];
  streamAnswer = () => Response.json(REFUSAL, { status: 404 });
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('history', { replaceState: () => {} });
  vi.stubGlobal('location', { origin: 'http://127.0.0.1:7420' });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 0));
  vi.stubGlobal('fetch', async (path: string) =>
    path.includes('/stream/') ? streamAnswer() : Response.json({ markets: followed, source: 'simulated' }),
  );
  takeMarkets({ markets: followed, source: 'simulated' });
  choose(SOL);
  newest().send('report', report);
  await settle(1);
});
afterEach(() => vi.unstubAllGlobals());
// The store is shared with other test files.
afterAll(async () => {
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('history', { replaceState: () => {} });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 0));
  choose(SOL);
  await settle(1);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const unfollow = async () => {
  followed = [BTC_ROW];
  newest().send('refused', { topic: 'report', ...REFUSAL });
  newest().send('feed_state', { source: 'simulated' });
  await settle(1);
};

test('a market that is unfollowed loses its figures, and the page says so and how to follow it again', async () => {
  expect(said()).toMatch(/^BTCUSDT, .*synced/);
  await unfollow();
  expect(current()).toMatchObject({ link: 'unfollowed', report: null, heat: null, trades: [], markets: [BTC_ROW] });
  expect(trouble.value).toBe(
    'SOLUSDT is no longer followed on Binance Spot. Call follow_market to follow it: ' +
      'node bin/tallyfoil.js call follow_market symbol=SOLUSDT venue=binance-spot --url http://127.0.0.1:7420. The page then shows it by itself.',
  );
  expect(said()).toBe(trouble.value);
  expect(shown.source.value).toBe('simulated');
});

test('a market that the server calls unfollowed before its first report is not called one that the simulator never had', async () => {
  choose(SOL);
  newest().send('refused', { topic: 'report', ...REFUSAL, unfollowed: ['binance-spot:SOLUSDT'] });
  await settle(1);
  expect(trouble.value).toMatch(/^SOLUSDT is no longer followed on Binance Spot\. Call follow_market to follow it: node/);
});

test('an unfollowed market is asked for again at an interval and shown again once it is followed', async () => {
  await unfollow();
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = Stream.all.length;
    await settle(1_600);
    expect(Stream.all.length).toBe(before + 1);
    newest().send('error');
    await settle(1);
    expect(current()).toMatchObject({ link: 'unfollowed' });
    expect(trouble.value).toContain('SOLUSDT is no longer followed');
  }
  await settle(1_600);
  newest().send('report', report);
  await settle(1);
  expect(current()).toMatchObject({ link: 'live', failure: null, report: { message: { symbol: 'BTCUSDT' } } });
  expect(said()).toMatch(/^BTCUSDT, .*synced/);
});

test('a refused stream is not called a server that is gone, and a server that is gone is not called a refusal', async () => {
  const full = { error: 'too_many_streams', code: 'TF_X', message: '64 streams are open.', advice: 'Close one.' };
  streamAnswer = () => Response.json(full, { status: 429 });
  newest().send('error');
  await settle(1);
  expect(current().link).toBe('refused');
  expect(trouble.value).toBe('64 streams are open. Close one.');
  expect(current().report).not.toBeNull();
  await settle(1_600);
  streamAnswer = () => {
    throw new TypeError('Failed to fetch');
  };
  newest().send('error');
  await settle(1);
  expect(current()).toMatchObject({ link: 'lost', failure: null });
});

test('a report that can not be made for now is not shown as current', async () => {
  newest().send('problem', { topic: 'report', error: 'backend_unavailable', code: 'TF_X', message: 'No bus.', advice: 'Wait.' });
  newest().send('feed_state', { source: 'simulated' });
  await settle(1);
  expect(trouble.value).toBe('No bus. Wait.');
  expect(said()).toBe('No bus. Wait.');
  newest().send('report', report);
  await settle(1);
  expect(trouble.value).toBeNull();
});

test.each([
  ['flow', 'flow'],
  ['liquidity', 'liquidity'],
  ['anomalies', 'anomalies'],
  ['trades', 'tape'],
] as const)('%s that can not be made for now goes, so that its panel shows the reason', async (topic, slice) => {
  take(topic, { trades: [] } as never, 1);
  expect(current()[slice]).not.toBeNull();
  newest().send('problem', { topic, error: 'x', code: 'TF_X', message: 'No bus.', advice: 'Wait.' });
  await settle(1);
  expect(current()[slice]).toBeNull();
  expect(shown.problems.value[topic]?.message).toBe('No bus.');
  expect(trouble.value).toBeNull();
});

test('figures keep their units while the list no longer has their market', async () => {
  takeMarkets({ markets: [BTC_ROW], source: 'simulated' });
  await settle(1);
  expect(currencies.value).toMatchObject({ base: 'SOL', quote: 'USDT', decimals: 2, lotDecimals: 3 });
  choose({ symbol: 'BTCUSDT', venue: 'binance-spot' });
  await settle(1);
  expect(currencies.value).toMatchObject({ base: 'BTC' });
  choose({ symbol: 'ETHUSDT', venue: 'binance-spot' });
  await settle(1);
  expect(currencies.value).toMatchObject({ base: '', decimals: null });
});

test('the first message of a new connection removes everything of the previous one, because the server may have restarted', async () => {
  const old = newest();
  const trade = (id: number) => ({ id, time: '2026-01-15T12:00:00Z', price: 1, qty: 1, side: 'buy' });
  old.send('trades', { trades: [trade(900), trade(901)] });
  old.send('flow', { windows: [] });
  old.send('feed_state', { source: 'simulated' });
  old.send('problem', { topic: 'liquidity', error: 'x', code: 'TF_X', message: 'Old.', advice: 'A.' });
  await settle(1);
  expect(current().trades).toHaveLength(2);
  streamAnswer = () => {
    throw new TypeError('Failed to fetch');
  };
  old.send('error');
  await settle(1);
  // Until the server answers, the old figures stay, marked as old.
  expect(current()).toMatchObject({ link: 'lost', trades: [{ id: 901 }, { id: 900 }] });
  await settle(1_600);
  expect(newest()).not.toBe(old);
  newest().send('trades', { trades: [trade(7)] });
  await settle(1);
  expect(current()).toMatchObject({ link: 'live', report: null, flow: null, feeds: null, heat: null, problems: {} });
  expect(current().trades.map(({ id }) => id)).toEqual([7]);
  newest().send('trades', { trades: [trade(8)] });
  await settle(1);
  expect(current().trades.map(({ id }) => id)).toEqual([8, 7]);
});

test('after a new connection the list of markets is requested again, because units may have changed', async () => {
  followed = [BTC_ROW, { ...SOL_ROW, tick: 0.001 }];
  newest().send('error');
  streamAnswer = () => new Response('{}');
  await settle(1_700);
  newest().send('report', report);
  await settle(1);
  expect(currencies.value).toMatchObject({ decimals: 3 });
});

test('with no market followed, the label of the source stays where the source is known', async () => {
  takeMarkets({ markets: [], source: 'recorded' });
  expect(current().source).toBe('simulated');
  takeMarkets({ markets: [], source: 'live' });
  expect(current().source).toBe('live');
});
