import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { logMissing } from './errors.ts';
import { failureCode } from './files.ts';
import { decodeHeader, HEADER_FIXED_BYTES } from './format.ts';
import type { SegmentHeader } from './types.ts';

/** A segment's file. `header` is null where it can't be read; `verifyRawLog` says why. */
export interface SegmentFile {
  readonly path: string;
  readonly session: number;
  readonly segment: number;
  readonly bytes: number;
  readonly header: SegmentHeader | null;
}

const NAME = /^(\d{8,})-(\d{6,})\.tfl$/;

export const segmentName = (session: number, segment: number): string =>
  `${String(session).padStart(8, '0')}-${String(segment).padStart(6, '0')}.tfl`;

/** The folder of segments of a data directory; the folder itself may be given as well. */
export const rawDirectory = (directory: string): string => (basename(directory) === 'raw' ? directory : join(directory, 'raw'));

/** All segments of a data directory, oldest first. */
export async function listSegments(directory: string): Promise<readonly SegmentFile[]> {
  const raw = rawDirectory(directory);
  const names = await readdir(raw).catch((cause: unknown) => {
    throw failureCode(cause) === 'ENOENT' ? logMissing({ directory }, cause) : cause;
  });
  const found: SegmentFile[] = [];
  for (const name of names) {
    const match = NAME.exec(name);
    if (!match) continue;
    const path = join(raw, name);
    const bytes = await sizeOf(path);
    if (bytes === null) continue;
    found.push({ path, session: Number(match[1]), segment: Number(match[2]), bytes, header: await readHeader(path) });
  }
  return found.toSorted((a, b) => a.session - b.session || a.segment - b.segment);
}

/** Null where retention took the file in between. */
async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch((cause: unknown) => {
    if (failureCode(cause) === 'ENOENT') return null;
    throw cause;
  });
  return found === null ? null : found.size;
}

async function readHeader(path: string): Promise<SegmentHeader | null> {
  const handle = await open(path, 'r');
  try {
    let need = HEADER_FIXED_BYTES;
    for (;;) {
      const bytes = Buffer.alloc(need);
      const { bytesRead } = await handle.read(bytes, 0, need, 0);
      const read = decodeHeader(bytes.subarray(0, bytesRead));
      if (read.ok) return read.header;
      if (read.why !== 'short' || bytesRead < need) return null;
      need = read.need;
    }
  } finally {
    await handle.close();
  }
}
