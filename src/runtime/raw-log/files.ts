import { access, mkdir, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file being written. */
export interface LogFile {
  /** Writes at a place and says how many bytes went in, which may be fewer than given. */
  write(data: Uint8Array, position: number): Promise<number>;
  truncate(bytes: number): Promise<void>;
  /** Data and size are on the disk when it resolves. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the writer needs of a file system; given to it, so that tests can let a disk fail. */
export interface LogFiles {
  makeDirectory(path: string, how: 'with parents' | 'last part only'): Promise<void>;
  /** Fails with EEXIST where there is such a file. */
  create(path: string): Promise<LogFile>;
  /** Opens a file that exists. */
  reopen(path: string): Promise<LogFile>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
}

/** The real thing. */
export const nodeFiles: LogFiles = {
  async makeDirectory(path, how) {
    await mkdir(path, { recursive: how === 'with parents' });
  },
  async create(path) {
    const handle = await open(path, 'wx');
    try {
      await syncDirectory(dirname(path));
    } catch (cause) {
      // Gone again, so that the next try can create it.
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

/** Makes a new file's name durable. Windows can't open directories and needs no such thing. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a failure says of itself. */
export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Error code of a file system's failure, for the reason shown: `ENOSPC`. */
export function failureCode(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
