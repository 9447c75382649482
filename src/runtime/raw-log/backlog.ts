import type { Micros } from '../../core/index.ts';
import { writeRecord } from './format.ts';
import type { Prepared } from './format.ts';

/** Consecutive bytes of one segment. */
export interface Chunk {
  readonly segment: number;
  readonly bytes: Buffer;
  /** First sequence of its records; null if it holds only a segment's header. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly records: number;
  /** When its oldest byte was added. */
  readonly since: Micros;
}

const PAGE_BYTES = 1 << 18;

/** Bytes not yet on disk: sealed chunks in order, and an open page into which records are encoded. */
export class Backlog {
  readonly #limit: number;
  #sealed: Chunk[] = [];
  #sealedBytes = 0;
  #sealedRecords = 0;
  #page = Buffer.allocUnsafe(PAGE_BYTES);
  #used = 0;
  #segment = 0;
  #first: number | null = null;
  #last: number | null = null;
  #records = 0;
  #since: Micros = 0;

  /** `limit`: maximum size in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get records(): number {
    return this.#sealedRecords + this.#records;
  }

  get bytes(): number {
    return this.#sealedBytes + this.#used;
  }

  /** When its oldest byte was added; null if empty. */
  get since(): Micros | null {
    return this.#sealed[0]?.since ?? (this.#used > 0 ? this.#since : null);
  }

  /** Starts a segment; later records go into it. */
  startSegment(segment: number, header: Buffer, now: Micros): void {
    this.#seal();
    this.#segment = segment;
    this.#reserve(header.length, now);
    header.copy(this.#page, this.#used);
    this.#used += header.length;
  }

  /** Adds a record; returns `full` if there is no room. */
  add(seq: number, prepared: Prepared, now: Micros): 'taken' | 'full' {
    if (this.bytes + prepared.bytes > this.#limit) return 'full';
    this.#reserve(prepared.bytes, now);
    writeRecord(this.#page, this.#used, seq, prepared);
    this.#used += prepared.bytes;
    this.#first ??= seq;
    this.#last = seq;
    this.#records++;
    return 'taken';
  }

  /** All chunks so far, in order; they are kept until `settle`. */
  chunks(): readonly Chunk[] {
    this.#seal();
    return this.#sealed;
  }

  /** Removes the first `count` chunks, which are on disk. */
  settle(count: number): void {
    for (const chunk of this.#sealed.splice(0, count)) {
      this.#sealedBytes -= chunk.bytes.length;
      this.#sealedRecords -= chunk.records;
    }
  }

  /** Inserts a header before the first chunk, because its segment must be restarted. */
  prepend(header: Buffer): void {
    const next = this.#sealed[0];
    if (next === undefined) return;
    this.#sealed.unshift({ ...next, bytes: header, firstSeq: null, lastSeq: null, records: 0 });
    this.#sealedBytes += header.length;
  }

  #reserve(bytes: number, now: Micros): void {
    if (this.#used + bytes > this.#page.length) {
      this.#seal();
      if (bytes > this.#page.length) this.#page = Buffer.allocUnsafe(bytes);
    }
    if (this.#used === 0) this.#since = now;
  }

  #seal(): void {
    if (this.#used === 0) return;
    const bytes = this.#page.subarray(0, this.#used);
    this.#sealed.push({
      segment: this.#segment,
      bytes,
      firstSeq: this.#first,
      lastSeq: this.#last,
      records: this.#records,
      since: this.#since,
    });
    this.#sealedBytes += this.#used;
    this.#sealedRecords += this.#records;
    // Keeps using the rest of the page, so that a quiet feed doesn't allocate a page per commit.
    const rest = this.#page.subarray(this.#used);
    this.#page = rest.length >= PAGE_BYTES / 4 ? rest : Buffer.allocUnsafe(PAGE_BYTES);
    this.#used = 0;
    this.#first = null;
    this.#last = null;
    this.#records = 0;
  }
}
