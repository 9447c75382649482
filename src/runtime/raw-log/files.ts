import { access, mkdir, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file being written. */
export interface LogFile {
  /** Writes at a position; returns how many bytes were written, possibly fewer than passed. */
  write(data: Uint8Array, position: number): Promise<number>;
  truncate(bytes: number): Promise<void>;
  /** Resolves once data and size are on disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The writer's file system interface; a parameter, so that tests can make a disk fail. */
export interface LogFiles {
  makeDirectory(path: string, how: 'with parents' | 'last part only'): Promise<void>;
  /** Fails with EEXIST if the file exists. */
  create(path: string): Promise<LogFile>;
  /** Opens a file that exists. */
  reopen(path: string): Promise<LogFile>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
}

/** The real file system. */
export const nodeFiles: LogFiles = {
  async makeDirectory(path, how) {
    await mkdir(path, { recursive: how === 'with parents' });
  },
  async create(path) {
    const handle = await open(path, 'wx');
    try {
      await syncDirectory(dirname(path));
    } catch (cause) {
      // Removed again, so that the next attempt can create it.
      await handle.close();
      await rm(path, { force: true });
      throw cause;
    }
    return onHandle(handle);
  },
  reopen: async (path) => onHandle(await open(path, 'r+')),
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  remove: (path) => rm(path, { force: true }),
};

function onHandle(handle: FileHandle): LogFile {
  return {
    write: async (data, position) => (await handle.write(data, 0, data.length, position)).bytesWritten,
    truncate: (bytes) => handle.truncate(bytes),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/** Makes a new file's name durable. Windows can't open directories and doesn't need this. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The message of an error. */
export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Error code of a file system's failure, for the reason shown: `ENOSPC`. */
export function failureCode(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
