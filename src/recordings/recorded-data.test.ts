import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { openRecording } from './index.ts';

const data = process.env['TALLYFOIL_TEST_DATA'];
if (data === undefined) process.stderr.write('recordings: recorded data not read, TALLYFOIL_TEST_DATA is not set\n');

/** Counts by kind, and times. Throws if a time goes back. */
async function summary(path: string) {
  const recording = await openRecording(join(data ?? '', path));
  const counts: Record<string, number> = {};
  let last = 0;
  for await (const { input } of recording.inputs()) {
    const { kind, at } = input;
    if (at < last) throw new Error(`time went back at ${at}`);
    counts[kind] = (counts[kind] ?? 0) + 1;
    last = at;
  }
  const { format, symbols, start, notes } = recording;
  return { format, symbols, start, last, frames: counts['frame'], answers: counts['rest'], opens: counts['open'], notes };
}

describe.skipIf(data === undefined)('recorded data', () => {
  test.each([
    ['recordings/spot_btcusdt_20240808.gz', ['BTCUSDT'], 1_723_161_253_937_085, 1_723_161_599_999_231, 41_248],
    ['recordings/spot_ethusdt_20240808.gz', ['ETHUSDT'], 1_723_161_254_024_619, 1_723_161_599_900_862, 33_617],
  ])('%s', async (path, symbols, start, last, frames) => {
    expect(await summary(path)).toEqual({
      format: 'stamped-lines',
      symbols,
      start,
      last,
      frames,
      answers: 1,
      opens: 1,
      notes: [],
    });
  });

  test.each(['update', 'trades', 'snapshot'])('ETHBTC of 2020, by its %s', async (part) => {
    expect(await summary(`recordings/ethbtc-2020-11-01/ETHBTC_2020-11-01T09-00-00_${part}.json.gz`)).toMatchObject({
      symbols: ['ETHBTC'],
      start: 1_604_221_202_123_000,
      last: 1_604_224_801_322_000,
      frames: 3_600 + 1_736,
      answers: 1,
    });
  });

  test('trades without diffs', async () => {
    const read = await summary('recordings/ethbtc-2020-11-01/BTCUSDT_2020-11-01T09-00-00_trades.json.gz');
    expect(read).toMatchObject({ symbols: ['BTCUSDT'], frames: 18_054, answers: 1 });
  });

  test('top books of 2026', async () => {
    expect(await summary('recordings/btc-2026-02-16/lobdeep_btc_spot_2026-02-16_04.top50.jsonl.gz')).toMatchObject({
      symbols: ['BTCUSDT'],
      start: 1_771_214_400_145_000,
      last: 1_771_214_700_083_000,
      frames: 10_215,
      answers: 2_559,
    });
  });

  test.each(['BINANCE.0.gz', 'BINANCE.http.0.0.gz', 'BINANCE.ws.1.0.gz'])('a capture of 2021, by %s', async (name) => {
    expect(await summary(`payloads/cryptofeed/${name}`)).toEqual({
      format: 'cryptofeed',
      symbols: ['NKNUSDT', 'BLZETH', 'LRCBTC', 'RUNEEUR'],
      start: 1_633_998_511_132_921,
      last: 1_633_998_542_077_862,
      frames: 265,
      answers: 5,
      opens: 1,
      notes: [],
    });
  });

  test.each([
    'recordings/hyperliquid_btcusd_20250126.gz',
    'recordings/btc-2026-02-16/trades_btc_fut_2026-02-16_04.csv.gz',
    'payloads/cryptofeed/KRAKEN.ws.50.0.gz',
    'payloads/cryptofeed/OKX.0.gz',
  ])('%s is of a venue not supported yet', async (path) => {
    await expect(summary(path)).rejects.toMatchObject({ code: 'TF_RECORDING_VENUE_UNSUPPORTED' });
  });
});
