import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Input } from '../src/runtime/feed/types.ts';
import { listSegments, openRawLog } from '../src/runtime/raw-log/index.ts';
import { systemClock } from '../src/runtime/transport/index.ts';
import type { BenchRow } from './support/row.ts';
import { median } from './support/stats.ts';

const RECORDS = 200_000;
const BATCH = 1_000;
const ROUNDS = 5;

/** The size of a Binance depth frame, about 330 bytes. */
const text = (n: number): string =>
  `{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":${1_723_161_255_208 + n},"s":"BTCUSDT","U":${n},"u":${n},"b":[${'["61737.63000000","0.00000000"],'.repeat(6)}["1","2"]],"a":[]}}`;

/** Records a second written to the log, against appending the same bytes to a file, synced at the same positions. */
export default async function rawLogBench(): Promise<readonly BenchRow[]> {
  const inputs = Array.from({ length: RECORDS }, (_, n): Input => ({
    kind: 'frame',
    venue: 'binance-spot',
    conn: 1,
    at: n,
    text: text(n),
  }));
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const log = await throughLog(inputs);
    ours.push(log.perSecond);
    plain.push(await throughFile(log.bytes));
  }
  const value = median(ours);
  return [
    {
      bench: 'raw-log',
      value: Math.round(value),
      unit: 'records/s',
      against: `appending the same bytes to a file, fdatasync every ${BATCH} records in both`,
      ratio: Number((value / median(plain)).toFixed(2)),
      n: ROUNDS,
    },
  ];
}

async function throughLog(inputs: readonly Input[]): Promise<{ perSecond: number; bytes: Buffer }> {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  const perSecond = await timed(async () => {
    const log = await openRawLog({
      directory,
      clock: systemClock,
      venues: ['binance-spot'],
      source: 'simulated',
      configHash: '',
      checkpoint: () => null,
    });
    for (const [index, input] of inputs.entries()) {
      log.append(input);
      if (index % BATCH === BATCH - 1) await log.flush();
    }
    await log.close();
    if (log.status().lost > 0) throw new Error('the log did not take all records');
  });
  const bytes = Buffer.concat(await Promise.all((await listSegments(directory)).map(({ path }) => readFile(path))));
  await rm(directory, { recursive: true });
  return { perSecond, bytes };
}

async function throughFile(bytes: Buffer): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  const part = Math.ceil((bytes.length * BATCH) / RECORDS);
  const perSecond = await timed(async () => {
    const file = await open(join(directory, 'plain'), 'a');
    for (let offset = 0; offset < bytes.length; offset += part) {
      await file.write(bytes.subarray(offset, offset + part));
      await file.datasync();
    }
    await file.close();
  });
  await rm(directory, { recursive: true });
  return perSecond;
}

/** Records a second. */
async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (RECORDS * 1_000) / (performance.now() - began);
}
