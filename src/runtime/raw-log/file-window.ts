import type { FileHandle } from 'node:fs/promises';

const WINDOW_BYTES = 1 << 20;

/** A part of a file in memory that moves forward. */
export class FileWindow {
  readonly size: number;
  readonly #handle: FileHandle;
  #bytes = Buffer.alloc(0);
  #start = 0;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** What `at` would give, where it is in memory; else null. */
  held(offset: number, length: number): Buffer | null {
    if (offset < this.#start || offset + length > this.#start + this.#bytes.length) return null;
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }

  /** `length` bytes at `offset`, which the file has. Good until the next call. */
  async at(offset: number, length: number): Promise<Buffer> {
    if (this.held(offset, length) === null) {
      const want = Math.min(Math.max(length, WINDOW_BYTES), this.size - offset);
      const bytes = Buffer.allocUnsafe(want);
      let filled = 0;
      while (filled < want) {
        const { bytesRead } = await this.#handle.read(bytes, filled, want - filled, offset + filled);
        // Cut by another process while we read: zeros fail the CRC and are reported there.
        if (bytesRead === 0) bytes.fill(0, filled);
        filled = bytesRead === 0 ? want : filled + bytesRead;
      }
      this.#bytes = bytes;
      this.#start = offset;
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }
}
