import { open, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { US_PER_MS } from '../../core/index.ts';
import type { Micros } from '../../core/index.ts';
import { scanSegment } from './scan.ts';
import type { SegmentFile } from './segments.ts';
import type { BadReason } from './types.ts';

/** Bytes that a recovery cut from the end of a log. They are kept in `keptIn`. */
export interface Recovered {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  readonly reason: BadReason;
  readonly keptIn: string;
}

/**
 * Cuts the last segment at its first bad record; a segment without a readable header is moved aside as a whole. The cut
 * bytes are kept in a file beside the segment. Null if there was no damage.
 */
export async function recoverTail({ path, bytes }: SegmentFile): Promise<Recovered | null> {
  for await (const found of scanSegment(path)) {
    if (found.kind !== 'bad') continue;
    const keptIn = `${path}.cut-${found.offset}`;
    if (found.reason === 'header') await rename(path, keptIn);
    else {
      await writeFile(keptIn, await tailOf(path, found.offset, bytes));
      await truncate(path, found.offset);
    }
    return { file: path, offset: found.offset, bytes: bytes - found.offset, reason: found.reason, keptIn };
  }
  return null;
}

async function tailOf(path: string, offset: number, size: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const tail = Buffer.alloc(size - offset);
    const { bytesRead } = await handle.read(tail, 0, tail.length, offset);
    return tail.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Deletes files of cut bytes last modified before `since`. */
export async function dropOldCuts(directory: string, since: Micros): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!/\.tfl\.cut-\d+$/.test(name)) continue;
    const path = join(directory, name);
    const found = await stat(path);
    if (found.isFile() && found.mtimeMs * US_PER_MS < since) await rm(path, { force: true });
  }
}
