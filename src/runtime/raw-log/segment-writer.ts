import { join } from 'node:path';

import type { Chunk } from './backlog.ts';
import { failureCode } from './files.ts';
import type { LogFile, LogFiles } from './files.ts';
import { segmentName } from './segments.ts';

/** Thrown if the file in use was removed. */
export class SegmentGone extends Error {
  override readonly name = 'SegmentGone';
}

/** Ignores errors of the cleanup, because the first failure is reported. */
const ignore = () => undefined;

/** One segment's file. It grows by whole chunks only: bytes of a failed write are cut before the next write. */
export class SegmentWriter {
  readonly segment: number;
  readonly path: string;
  readonly #directory: string;
  readonly #files: LogFiles;
  #file: LogFile | null = null;
  #created = false;
  /** Number of bytes confirmed by a sync. */
  #safe = 0;

  constructor(files: LogFiles, directory: string, session: number, segment: number) {
    this.segment = segment;
    this.#files = files;
    this.#directory = directory;
    this.path = join(directory, segmentName(session, segment));
  }

  get bytes(): number {
    return this.#safe;
  }

  /** Appends and syncs. If it rejects, none of `chunks` counts as written. */
  async append(chunks: readonly Chunk[]): Promise<void> {
    const file = (this.#file ??= await this.#ready());
    let end = this.#safe;
    try {
      for (const { bytes } of chunks) end = await writeFully(file, bytes, end);
      await file.sync();
      if (!(await this.#files.exists(this.path))) throw new SegmentGone(`${this.path} was removed`);
      this.#safe = end;
    } catch (cause) {
      await this.#abandon(file);
      throw cause;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  /** Opens or creates the file, ready for the next byte. */
  async #ready(): Promise<LogFile> {
    if (!this.#created) return this.#create();
    const file = await this.#reopen();
    if (file === null) return this.#create();
    try {
      await file.truncate(this.#safe);
      return file;
    } catch (cause) {
      await file.close().catch(ignore);
      throw cause;
    }
  }

  /** Reopens the file; null if it was removed before any byte was confirmed. */
  async #reopen(): Promise<LogFile | null> {
    try {
      return await this.#files.reopen(this.path);
    } catch (cause) {
      if (failureCode(cause) !== 'ENOENT') throw cause;
      if (this.#safe > 0) throw new SegmentGone(`${this.path} was removed`, { cause });
      return null;
    }
  }

  async #create(): Promise<LogFile> {
    // Creates only the last folder. If the whole data directory was removed, its owner must restore it.
    if (!(await this.#files.exists(this.#directory))) await this.#files.makeDirectory(this.#directory, 'last part only');
    const file = await this.#files.create(this.path);
    this.#created = true;
    return file;
  }

  /** Tries to cut the bytes of a failed write; `#ready` cuts them again before the next write. */
  async #abandon(file: LogFile): Promise<void> {
    this.#file = null;
    await file.truncate(this.#safe).catch(ignore);
    await file.close().catch(ignore);
  }
}

async function writeFully(file: LogFile, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const written = await file.write(bytes.subarray(done), position + done);
    if (written <= 0) throw new Error('the disk took no bytes');
    done += written;
  }
  return position + done;
}
