import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '../../../core/index.ts';
import type { Input } from '../../feed/types.ts';
import { nodeFiles } from '../files.ts';
import type { LogFile, LogFiles } from '../files.ts';
import type { RawLogOptions } from '../contract.ts';
import { readRawLog } from '../read.ts';
import type { ReadItem, ReadOptions } from '../read.ts';

export const T0 = 1_700_000_000_000_000;
export const temporary = () => mkdtemp(join(tmpdir(), 'tallyfoil-log-'));

/** A clock that a test advances. */
export function handClock(): Clock & { advance(ms: number): void; pending(): number } {
  let now = T0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms * 1000, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      now += ms * 1000;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
    pending: () => timers.length,
  };
}

export interface BadDisk {
  readonly files: LogFiles;
  /** Free bytes; a larger write fills them and then fails with ENOSPC. */
  room: number;
  /** Error code with which every sync fails; null if syncs succeed. */
  syncFails: string | null;
  /** Maximum bytes of a single write. */
  mostAtOnce: number;
  /** Error code with which truncating fails; null if it succeeds. */
  truncateFails: string | null;
}

const coded = (code: string) => Object.assign(new Error(`${code}: made to fail`), { code });

/** Real files on a disk whose failures a test controls. */
export function badDisk(): BadDisk {
  const disk: BadDisk = {
    room: Infinity,
    syncFails: null,
    mostAtOnce: Infinity,
    truncateFails: null,
    files: {
      ...nodeFiles,
      create: async (path) => wrap(await nodeFiles.create(path)),
      reopen: async (path) => wrap(await nodeFiles.reopen(path)),
    },
  };
  const wrap = (file: LogFile): LogFile => ({
    async write(data, position) {
      if (disk.room <= 0) throw coded('ENOSPC');
      const some = data.subarray(0, Math.min(data.length, disk.room, disk.mostAtOnce));
      disk.room -= some.length;
      return file.write(some, position);
    },
    async truncate(bytes) {
      if (disk.truncateFails !== null) throw coded(disk.truncateFails);
      await file.truncate(bytes);
    },
    async sync() {
      if (disk.syncFails !== null) throw coded(disk.syncFails);
      await file.sync();
    },
    close: () => file.close(),
  });
  return disk;
}

export const options = (directory: string, more: Partial<RawLogOptions> = {}): RawLogOptions => ({
  directory,
  clock: handClock(),
  venues: ['binance-spot', 'kraken-spot'],
  source: 'recorded',
  configHash: 'c0ffee',
  checkpoint: () => null,
  ...more,
});

/** A state of named texts, each read and captured in a separate step. */
export const textState =
  (parts: () => Readonly<Record<string, string>>): RawLogOptions['checkpoint'] =>
  () => {
    const names = Object.keys(parts());
    return (function* () {
      for (const name of names) {
        const bytes = Buffer.from(parts()[name] ?? '');
        yield [{ name, encode: () => bytes }];
      }
    })();
  };

export const tick = (at = T0): Input => ({ kind: 'tick', venue: 'binance-spot', at });

export const frame = (n: number, text = `{"n":${n}}`): Input => ({
  kind: 'frame',
  venue: 'binance-spot',
  conn: 1,
  at: T0 + n,
  text,
});

export async function readAll(directory: string, how?: ReadOptions): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const item of readRawLog(directory, how)) items.push(item);
  return items;
}

/** Texts of the frames among these items, in order. */
export const texts = (items: readonly ReadItem[]): string[] =>
  items.flatMap(({ record }) => (record.kind === 'input' && record.input.kind === 'frame' ? [record.input.text] : []));
