import { expect, test } from 'vitest';
import { report } from '../../operations/testing/market.ts';
import { withReceipt } from '../../operations/testing/with-receipt.ts';
import { reportInWords } from './report-words.ts';

const given = {
  ...withReceipt(report(), 'tf2:get_report:BTCUSDT@binance-spot:l482910.3-10485760+12345:941276:330518264907'),
  caveats: [],
};

test('a report shows its numbers, then their origin and how to check them', () => {
  const text = reportInWords(given);
  expect(text.split('\n')[0]).toBe('143ms  BTCUSDT on binance-spot: 91234.56 (-1.235 % in 24 h)');
  expect(text).toContain('source     live, ok, 143.25 ms old, as of 2026-11-20T12:34:56.789Z\n');
  expect(text).toContain(`receipt    ${given.receipt}\n`);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(140);
});

test('the first line starts by stating data that are not live, stale or incomplete', () => {
  const first = (more: object) => reportInWords({ ...given, ...more }).split('\n')[0];
  expect(first({ source: 'simulated' })).toMatch(/^SIMULATED 143ms {2}BTCUSDT /);
  expect(first({ source: 'recorded', replayed: true, age_ms: 90_000, state: 'gap' })).toMatch(
    /^RECORDED REPLAYED 1m GAP {2}BTCUSDT /,
  );
  expect(first({ age_ms: null, state: 'down' })).toMatch(/^no data DOWN {2}BTCUSDT /);
});

test('an unknown figure is a dash and a reason, never a number', () => {
  const absent = [{ field: 'depth', reason: 'no whole book', ready_at: null }];
  const text = reportInWords({
    ...given,
    last_price: null,
    best_bid: null,
    depth: null,
    health: null,
    anomalies: null,
    age_ms: null,
    flow: { orders_per_sec: null, net_flow: null, seconds: 30 },
    liquidity: { walls: null, vacuums: [], profile: null },
    absent,
  });
  for (const label of ['bid', 'depth', 'walls', 'profile', 'anomalies', 'health'])
    expect(text).toContain(`\n${label.padEnd(11)}–\n`);
  expect(text).toContain('vacuums    none\n');
  expect(text).toContain('absent     depth: no whole book\n');
  expect(text).toContain('no data yet');
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test.each([
  [-6.954, '6.954 BTC more sold than bought in 30 s, '],
  [6.954, '6.954 BTC more bought than sold in 30 s, '],
  [0, 'as much BTC bought as sold in 30 s, '],
  [null, 'net –, '],
])('a net flow of %s names its side', (net_flow, said) => {
  const text = reportInWords({ ...given, flow: { ...given.flow, net_flow } }, 'BTC');
  expect(text).toContain(`\nflow       ${said}`);
});

test('sizes have a unit, and a mid has all its digits', () => {
  const text = reportInWords({ ...given, mid_price: 191_234.565, volume_24h: 1_234.5 }, 'BTC');
  expect(text).toContain('volume 1234.5 BTC\n');
  expect(text).toContain('mid 191234.565,');
  expect(reportInWords({ ...given, volume_24h: null }, 'BTC')).toContain('volume –\n');
  expect(reportInWords({ ...given, volume_24h: 2 })).toContain('volume 2 base currency\n');
});
