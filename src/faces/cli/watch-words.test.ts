import { expect, test } from 'vitest';
import { anomalies, report, trades } from '../../operations/testing/market.ts';
import { messageWords } from './watch-words.ts';

type Message = Readonly<Record<string, unknown>>;
const asMessage = (value: object): Message => value as Message;

test('a report is one line, with dashes for unknown figures', () => {
  const flow = { orders_per_sec: 5, net_flow: -3.42, seconds: 45 };
  const { kind, lines } = messageWords('report', asMessage({ ...report(), flow, spread_bps: null, health: null }));
  expect({ kind, lines }).toEqual({
    kind: 'state',
    lines: [
      '143ms  BTCUSDT binance-spot  last 91234.56  bid 91234.56  ask 91234.57  spread – bps  imbalance +0.0448  net flow -3.42 base currency in 45 s  health –',
    ],
  });
});

test('sizes are in the currency of the market, if it is known', () => {
  const flow = { orders_per_sec: 5, net_flow: -3.42, seconds: 45 };
  expect(messageWords('report', asMessage({ ...report(), flow }), 'BTC').lines[0]).toContain('  net flow -3.42 BTC in 45 s  ');
  expect(messageWords('flow', asMessage({ ...report(), windows: [] }), 'BTC').lines[0]).toContain('  net BTC  ');
});

test('an unknown flow is a dash without a window', () => {
  const flow = { orders_per_sec: null, net_flow: null, seconds: 30 };
  expect(messageWords('report', asMessage({ ...report(), flow })).lines[0]).toContain('  net flow –  health');
});

test('data that are not live or incomplete are marked in capitals', () => {
  const line = (more: object) => messageWords('report', asMessage({ ...report(), ...more })).lines[0];
  expect(line({ source: 'simulated', state: 'gap' })).toMatch(/^SIMULATED 143ms GAP {2}BTCUSDT /);
  expect(line({ source: 'recorded', state: 'stale', age_ms: null })).toMatch(/^RECORDED no data STALE {2}BTCUSDT /);
});

test('shows the current anomalies, and why others cannot be judged', () => {
  const line = (more: object) => messageWords('anomalies', asMessage({ ...anomalies(), ...more })).lines[0];
  const absent = [{ field: 'anomalies.iceberg', reason: 'usual values are not known yet', ready_at: null }];
  const one = 'spoofing (high) at 91080.5';
  expect(line({})?.endsWith(`  ${one}; ${one}`)).toBe(true);
  expect(line({ anomalies: [] })?.endsWith('  none suspected')).toBe(true);
  expect(line({ anomalies: [], absent })?.endsWith('  not fully evaluated: usual values are not known yet')).toBe(true);
});

test('one stream is not written in the plural', () => {
  const streams = [{ state: 'synced' }];
  expect(messageWords('feed_state', asMessage({ ...report(), streams })).lines[0]).toContain('1 stream synced');
});

test('trades stay, oldest first, each labelled', () => {
  const { kind, lines } = messageWords('trades', asMessage({ ...trades(2), source: 'simulated' }));
  expect(kind).toBe('events');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^SIMULATED .* sell .* 0.01234 at 91234.56$/);
});

test('hostile text cannot move the cursor', () => {
  const fired = [{ source: 'simulated', fired_at: '2026-11-20T12:34:56Z', text: 'x\u001B[2J\r\ny', note: '\u0007z' }];
  expect(messageWords('alerts', { fired }).lines).toEqual(['SIMULATED 2026-11-20T12:34:56Z  ALERT  x[2J y  z']);
});
