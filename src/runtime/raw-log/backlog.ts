import type { Micros } from '../../core/index.ts';
import { writeRecord } from './format.ts';
import type { Prepared } from './format.ts';

/** Bytes that go into one segment in one piece. */
export interface Chunk {
  readonly segment: number;
  readonly bytes: Buffer;
  /** Of its records; null where it holds a segment's header only. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly records: number;
  /** When its oldest byte came. */
  readonly since: Micros;
}

const PAGE_BYTES = 1 << 18;

/** What is not yet on the disk: sealed chunks in order, and an open page that records are encoded into. */
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

  /** `limit` in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get records(): number {
    return this.#sealedRecords + this.#records;
  }

  get bytes(): number {
    return this.#sealedBytes + this.#used;
  }

  /** When the oldest of it came; null when empty. */
  get since(): Micros | null {
    return this.#sealed[0]?.since ?? (this.#used > 0 ? this.#since : null);
  }

  /** Starts a segment: what follows goes there. */
  startSegment(segment: number, header: Buffer, now: Micros): void {
    this.#seal();
    this.#segment = segment;
    this.#reserve(header.length, now);
    header.copy(this.#page, this.#used);
    this.#used += header.length;
  }

  /** Takes a record, or says that there is no room. */
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

  /** Everything so far, in order; it stays here until `settle`. */
  chunks(): readonly Chunk[] {
    this.#seal();
    return this.#sealed;
  }

  /** The first `count` chunks are on the disk. */
  settle(count: number): void {
    for (const chunk of this.#sealed.splice(0, count)) {
      this.#sealedBytes -= chunk.bytes.length;
      this.#sealedRecords -= chunk.records;
    }
  }

  /** Puts a header before the first chunk: its segment has to begin again. */
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
    // The rest of a page stays in use, so that a quiet feed doesn't take a page a commit.
    const rest = this.#page.subarray(this.#used);
    this.#page = rest.length >= PAGE_BYTES / 4 ? rest : Buffer.allocUnsafe(PAGE_BYTES);
    this.#used = 0;
    this.#first = null;
    this.#last = null;
    this.#records = 0;
  }
}
