import { h, render } from 'preact';
import { afterAll, expect, test, vi } from 'vitest';
import { change, take } from '../data/store.ts';
import type { Topics } from '../generated/api.ts';
import { bareDom } from '../testing/bare-dom.ts';
import { MarketPanels } from './market.tsx';

const renders = vi.hoisted(() => new Map<string, number>());
const counting = vi.hoisted(() => (name: string) => () => {
  renders.set(name, (renders.get(name) ?? 0) + 1);
  return null;
});

// The heat map reads its own slices and draws on a canvas; the other panels get their data as properties.
vi.mock('../heat/heat-map.tsx', () => ({ HeatMap: counting('heat') }));
vi.mock('../alerts/alert-list.tsx', () => ({ Alerts: counting('alerts') }));
vi.mock('../alerts/ledger-panel.tsx', () => ({ Ledger: counting('ledger') }));
vi.mock('../candles/candle-chart.tsx', () => ({ CandleChart: counting('candles') }));
vi.mock('../parts/anomalies.tsx', () => ({ Anomalies: counting('anomalies') }));
vi.mock('../parts/feeds.tsx', () => ({ Feeds: counting('feeds') }));
vi.mock('../parts/flow.tsx', () => ({ Flow: counting('flow') }));
vi.mock('../parts/health.tsx', () => ({ Health: counting('health') }));
vi.mock('../parts/ladder.tsx', () => ({ Ladder: counting('ladder') }));
vi.mock('../parts/quote.tsx', () => ({ Quote: counting('quote') }));
vi.mock('../parts/tape.tsx', () => ({ Tape: counting('tape') }));
vi.mock('../parts/liquidity.tsx', () => ({
  Depth: counting('depth'),
  Profile: counting('profile'),
  Vacuums: counting('vacuums'),
  Walls: counting('walls'),
}));

const OF_REPORT = { quote: 1, health: 1, ladder: 1, walls: 1, vacuums: 1, profile: 1 };
const trades = (...ids: number[]) => ({ trades: ids.map((id) => ({ id })) }) as unknown as Topics['trades'];
const message = <T extends keyof Topics>(_topic: T) => ({}) as Topics[T];

const dom = bareDom();
const rendered = async () => {
  renders.clear();
  await dom.frame();
  return Object.fromEntries(renders);
};

// The store is shared with other test files.
afterAll(async () => {
  change({ link: 'opening', report: null });
  await dom.frame();
});

test('the first report brings every panel', async () => {
  render(h(MarketPanels, {}), dom.root);
  expect(renders.size).toBe(0);
  take('report', message('report'), 1);
  expect(await rendered()).toEqual({
    ...OF_REPORT,
    heat: 1,
    candles: 1,
    alerts: 1,
    ledger: 1,
    flow: 1,
    depth: 1,
    anomalies: 1,
    tape: 1,
    feeds: 1,
  });
});

test('a trade renders the tape, and not the ladder', async () => {
  take('trades', trades(7, 8), 2);
  expect(await rendered()).toEqual({ tape: 1 });
});

test('a report renders the panels of the report, and not the tape', async () => {
  take('report', message('report'), 3);
  expect(await rendered()).toEqual(OF_REPORT);
});

test.each([
  ['flow', { flow: 1 }],
  ['liquidity', { depth: 1 }],
  ['anomalies', { anomalies: 1 }],
  ['feed_state', { feeds: 1 }],
] as const)('a message of %s renders its own panel', async (topic, own) => {
  take(topic, message(topic), 4);
  expect(await rendered()).toEqual(own);
});

test('messages of one frame are rendered together, once', async () => {
  take('trades', trades(9), 5);
  take('trades', trades(10), 5);
  take('flow', message('flow'), 5);
  expect(await rendered()).toEqual({ tape: 1, flow: 1 });
});

test('neither a heartbeat nor silence renders a panel by itself', async () => {
  change({ heard: 6 });
  change({ link: 'lost' });
  expect(await rendered()).toEqual({});
});
