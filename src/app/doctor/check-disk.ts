import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '../../faces/cli/index.ts';
import { fine, problem, warning } from './finding.ts';

/** Disk functions that this check needs. */
export interface Disk {
  /** Bytes that this user may still write at a path. */
  readonly freeBytes: (path: string) => Promise<number>;
  /** Writes and removes a small file in a folder. */
  readonly tryWriting: (folder: string) => Promise<void>;
}

/** Less than this counts as full, because a segment of the raw log has 64 MB. */
const FULL_BYTES = 100e6;
const LOW_BYTES = 1e9;

const FREE_SOME = 'Free some space, lower RAW_LOG_MAX_GB, or set TALLYFOIL_DATA_DIR to a folder on another disk.';

const inMegabytes = (bytes: number): string => `${Math.floor(bytes / 1e6)} MB`;

/** Whether the data directory can be written, and how much. */
export async function checkDisk(folder: string, { freeBytes, tryWriting }: Disk): Promise<Finding[]> {
  try {
    await tryWriting(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOSPC' || code === 'EDQUOT'
      ? [problem('disk', `the disk of ${folder} is full: ${message}`, FREE_SOME)]
      : [
          problem(
            'disk',
            `${folder} can't be written: ${message}`,
            'Make it writable, or set TALLYFOIL_DATA_DIR to another folder.',
          ),
        ];
  }
  const free = await freeBytes(folder);
  const left = `${folder} has ${inMegabytes(free)} left`;
  if (free < FULL_BYTES) return [problem('disk', `the disk is nearly full: ${left}`, FREE_SOME)];
  if (free < LOW_BYTES) return [warning('disk', left, FREE_SOME)];
  return [fine('disk', `${folder} can be written, ${inMegabytes(free)} left`)];
}

const PROBE_BYTES = 64 * 1024;

/** Writes like the raw log, to detect a disk that only seems to have room. */
export async function writeProbe(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `.doctor-${randomUUID()}`);
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(Buffer.alloc(PROBE_BYTES, 1));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

/** A folder and its parents, innermost first. */
export const withParents = (folder: string): string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...withParents(dirname(folder))];
