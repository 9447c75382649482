import { setTimeout as sleep } from 'node:timers/promises';
import { readFigures, untilSynced } from './support/metrics.ts';
import { pointedAt, withPrograms } from './support/programs.ts';
import type { BenchRow } from './support/row.ts';
import { rounded } from './support/stats.ts';

const READERS = 64;
const SETTLE_MS = 3_000;
const MEASURE_MS = 20_000;
const MOST_MORE = 1.2;
/** About ten reports. */
const LEAST_BYTES = 30_000;

/** Runs `work` while `count` readers receive server-sent reports of one market. Throws if a reader got too few bytes. */
async function withReaders<T>(url: string, count: number, work: () => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const bytes = Array.from({ length: count }, () => 0);
  const reads = bytes.map(async (_, i) => {
    const stream = await fetch(new URL('/api/v1/stream/report?symbol=BTCUSDT', url), { signal: ending.signal });
    for await (const chunk of stream.body ?? []) bytes[i] = (bytes[i] ?? 0) + chunk.length;
  });
  const ended = Promise.allSettled(reads);
  try {
    const result = await work();
    const least = Math.min(...bytes);
    if (least < LEAST_BYTES) throw new Error(`a reader got only ${least} bytes`);
    return result;
  } finally {
    ending.abort();
    await ended;
  }
}

/** Processor time that the server takes with this many readers, per cent of a core. */
async function cost(url: string, readers: number): Promise<number> {
  return withReaders(url, readers, async () => {
    await sleep(SETTLE_MS);
    const before = await readFigures(url);
    const began = performance.now();
    await sleep(MEASURE_MS);
    const after = await readFigures(url);
    return ((after.cpuSeconds - before.cpuSeconds) / ((performance.now() - began) / 1_000)) * 100;
  });
}

/** Cost of 64 readers of one topic for the server, against one reader. */
export default async function watchersBench(): Promise<readonly BenchRow[]> {
  return withPrograms(async ({ exchange, server }) => {
    const venue = await exchange({ venue: 'binance-spot', seed: 1, symbols: ['BTCUSDT'] });
    const url = await server({ ...pointedAt({ 'binance-spot': venue }), SYMBOLS: 'BTCUSDT' });
    await untilSynced(url);
    const one = await cost(url, 1);
    const many = await cost(url, READERS);
    return [
      {
        bench: 'watchers',
        value: rounded(many),
        unit: `% of a core, ${READERS} readers of one report, all of the server included`,
        against: `one reader × ${MOST_MORE}`,
        ratio: rounded(many / (one * MOST_MORE)),
        n: 1,
        data: 'simulated',
        beside: { one_reader: rounded(one), times: rounded(many / one) },
      },
    ];
  });
}
