import { open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { logMissing, logUnreadable } from './errors.ts';
import { failureCode, reasonOf } from './files.ts';
import { decodeHeader, HEADER_FIXED_BYTES } from './format.ts';
import type { SegmentHeader } from './types.ts';

/** A segment's file. `header` is null if it is unreadable; `verifyRawLog` reports why. */
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

/** The folder with a data directory's segments; also accepts the folder itself. */
export const rawDirectory = (directory: string): string => (basename(directory) === 'raw' ? directory : join(directory, 'raw'));

const unreadable = (path: string, cause: unknown) => logUnreadable({ path, reason: reasonOf(cause) }, cause);

interface SegmentName {
  readonly path: string;
  readonly session: number;
  readonly segment: number;
}

/** Entries with the name of a segment, files or not. */
async function segmentNames(directory: string): Promise<readonly SegmentName[]> {
  const raw = rawDirectory(directory);
  const names = await readdir(raw).catch((cause: unknown) => {
    throw failureCode(cause) === 'ENOENT' ? logMissing({ directory }, cause) : unreadable(raw, cause);
  });
  return names.flatMap((name) => {
    const [, session, segment] = NAME.exec(name) ?? [];
    const found = { path: join(raw, name), session: Number(session), segment: Number(segment) };
    return Number.isSafeInteger(found.session) && Number.isSafeInteger(found.segment) ? [found] : [];
  });
}

/** The highest session in the folder's names, 0 if none, so that a new session never uses an existing name. */
export const highestSession = async (directory: string): Promise<number> =>
  (await segmentNames(directory)).reduce((highest, { session }) => Math.max(highest, session), 0);

/** All segments of a data directory, oldest first. Entries that are not files are ignored. */
export async function listSegments(directory: string): Promise<readonly SegmentFile[]> {
  const found: SegmentFile[] = [];
  for (const named of await segmentNames(directory)) {
    const bytes = await sizeOf(named.path);
    if (bytes !== null) found.push({ ...named, bytes, header: await readHeader(named.path) });
  }
  return found.toSorted((a, b) => a.session - b.session || a.segment - b.segment);
}

/** Size of a file; null if it is not a file, is a broken link, or was just deleted by retention. */
async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch((cause: unknown) => {
    if (failureCode(cause) === 'ENOENT' || failureCode(cause) === 'ELOOP') return null;
    throw unreadable(path, cause);
  });
  return found?.isFile() === true ? found.size : null;
}

async function readHeader(path: string): Promise<SegmentHeader | null> {
  const handle = await openSegment(path);
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

/** Opens a segment for reading. Throws TF_LOG_UNREADABLE. */
export const openSegment = (path: string): Promise<FileHandle> =>
  open(path, 'r').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
