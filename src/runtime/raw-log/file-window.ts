import type { FileHandle } from 'node:fs/promises';

const WINDOW_BYTES = 1 << 20;

/** A window over a file, in memory, that moves forward. */
export class FileWindow {
  readonly size: number;
  readonly #handle: FileHandle;
  #bytes = Buffer.alloc(0);
  #start = 0;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** The bytes that `at` would return, if they are in memory; else null. */
  held(offset: number, length: number): Buffer | null {
    if (offset < this.#start || offset + length > this.#start + this.#bytes.length) return null;
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }

  /** Reads `length` bytes at `offset`, inside the file. Valid until the next call. */
  async at(offset: number, length: number): Promise<Buffer> {
    if (this.held(offset, length) === null) {
      const want = Math.min(Math.max(length, WINDOW_BYTES), this.size - offset);
      const bytes = Buffer.allocUnsafe(want);
      let filled = 0;
      while (filled < want) {
        const { bytesRead } = await this.#handle.read(bytes, filled, want - filled, offset + filled);
        // Another process truncated the file during the read. Zeros fail the CRC check, which reports it.
        if (bytesRead === 0) bytes.fill(0, filled);
        filled = bytesRead === 0 ? want : filled + bytesRead;
      }
      this.#bytes = bytes;
      this.#start = offset;
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }
}
