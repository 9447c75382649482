import { join } from 'node:path';

import type { Chunk } from './backlog.ts';
import { failureCode } from './files.ts';
import type { LogFile, LogFiles } from './files.ts';
import { segmentName } from './segments.ts';

/** Thrown when the file that records were written to is not there any more. */
export class SegmentGone extends Error {
  override readonly name = 'SegmentGone';
}

/** What follows a failure can fail too; the first one is what gets reported. */
const ignore = () => undefined;

/** One segment's file. It only ever grows by whole chunks: what a failed write left is cut before the next. */
export class SegmentWriter {
  readonly segment: number;
  readonly path: string;
  readonly #directory: string;
  readonly #files: LogFiles;
  #file: LogFile | null = null;
  #created = false;
  /** Bytes that a sync has confirmed. */
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

  /** Appends and syncs; when it rejects, nothing of `chunks` counts as written. */
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

  /** The file, ready for the next byte. */
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

  /** Null where the file is gone and held nothing that counts. */
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
    // Only the last part: a data directory that was taken away whole is for its owner to put back.
    if (!(await this.#files.exists(this.#directory))) await this.#files.makeDirectory(this.#directory, 'last part only');
    const file = await this.#files.create(this.path);
    this.#created = true;
    return file;
  }

  /** Cuts what a failed write left, if the disk lets us; `#ready` cuts it again before anything else is written. */
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
