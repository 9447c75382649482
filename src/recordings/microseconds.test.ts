import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openRecording } from './index.ts';

const diff = (first: number, last: number, E: number) => ({
  e: 'depthUpdate',
  E,
  s: 'ETHBTC',
  U: first,
  u: last,
  b: [['1', '2']],
  a: [],
});
const trade = (E: number) => ({ e: 'trade', E, s: 'ETHBTC', p: '1', q: '2', t: 7 });
const [MS, US] = [1_738_368_000_100, 1_738_368_000_100_123];

async function opened(name: string, files: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-microseconds-'));
  for (const [file, content] of Object.entries(files)) await writeFile(join(directory, file), content);
  const recording = await openRecording(join(directory, name));
  const times: number[] = [];
  for await (const { input } of recording.inputs()) times.push(input.at);
  return { recording, times: times.slice(2) };
}

const arrays = (name: string, events: readonly object[]) => opened(name, { [name]: JSON.stringify(events) });

test('event times in microseconds are the same moments as in milliseconds, with their fraction', async () => {
  expect((await arrays('ms_update.json', [diff(1, 5, MS), diff(6, 9, MS + 100)])).times).toEqual([US - 123, US + 99_877]);
  expect((await arrays('us_update.json', [diff(1, 5, US), diff(6, 9, US + 100_000)])).times).toEqual([US, US + 100_000]);
  const mixed = { 'm_update.json': JSON.stringify([diff(1, 5, MS)]), 'm_trades.json': JSON.stringify([trade(US)]) };
  expect((await opened('m_update.json', mixed)).times).toEqual([US - 123, US]);
});

test('an event with an invalid time is counted, and doesn’t move the beginning', async () => {
  const { recording } = await arrays('a_update.json', [diff(1, 5, -7), diff(6, 9, 0), diff(12, 13, 500)]);
  expect(recording.start).toBe(500_000);
  expect(recording.notes.join()).toMatch(/without a time or a symbol, left out: 2/);
});

test('top books and trades in microseconds are the same moments', async () => {
  const book = { ts: US, exch_ts: US - 1, market: 'spot', symbol: 'BTCUSDT', seq: 7, bids: [[1, 2]], asks: [[2, 2]] };
  const head = 'ts_ms,exch_ts_ms,venue,market_type,symbol,trade_id,price,qty,side';
  const files = {
    'lobdeep_x.jsonl': JSON.stringify(book),
    'trades_x.csv': `${head}\n${US + 5},${US + 4},Binance,spot,BTCUSDT,55,68424.80,1,sell\n`,
  };
  expect((await opened('lobdeep_x.jsonl', files)).times).toEqual([US, US + 5]);
});
