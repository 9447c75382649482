import { Transform, type TransformCallback } from 'node:stream';
import { brokenBound, type JsonBounds } from '../../core/index.ts';

/** Characters kept at each end of an oversized line, to find its id. */
const KEPT = 2_048;
const LINE_FEED = 10;

/** A refused line. */
export interface RefusedLine {
  readonly reason: string;
  /** The id of the request; null if it is not in the ends of the line. */
  readonly id: string | number | null;
}

const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,200}")`;
/** Allows only members with plain text before the id, so that the `"id"` of an inner object does not match. */
const AT_START = new RegExp(String.raw`^\s*\{(?:\s*"(?:jsonrpc|method)"\s*:\s*"[^"\\]*"\s*,)*\s*${ID}\s*,`);
const AT_END = new RegExp(String.raw`,\s*${ID}\s*\}\s*$`);

/** The id of a JSON-RPC request from the two ends of its text. */
export function requestId(start: string, end: string): string | number | null {
  const found = (AT_START.exec(start) ?? AT_END.exec(end))?.[1];
  return found === undefined ? null : (JSON.parse(found) as string | number);
}

/** Some programs on Windows begin a text with the mark of its byte order. */
const withoutMark = (line: string): string => (line.startsWith('\uFEFF') ? line.slice(1) : line);

function isWhole(line: string): boolean {
  try {
    JSON.parse(withoutMark(line));
    return true;
  } catch {
    // A message that was cut off can't be answered.
    return false;
  }
}

/**
 * Passes on complete lines within the limits. An oversized line is discarded while it arrives and reported to `refuse`. The buffer never
 * exceeds one line of the maximum length.
 */
export class BoundedLines extends Transform {
  readonly #bounds: JsonBounds;
  readonly #refuse: (line: RefusedLine) => void;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #start = '';
  #end: Buffer = Buffer.alloc(0);

  constructor(bounds: JsonBounds, refuse: (line: RefusedLine) => void) {
    super();
    this.#bounds = bounds;
    this.#refuse = refuse;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      this.#hold(chunk.subarray(from, at));
      this.#finish();
      from = at + 1;
    }
    this.#hold(chunk.subarray(from));
    done();
  }

  /** The last line may lack its end; one that was cut is dropped. */
  override _flush(done: TransformCallback): void {
    if (isWhole(Buffer.concat(this.#pieces).toString('utf8'))) this.#finish();
    done();
  }

  #hold(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes <= this.#bounds.maxLength) {
      if (piece.length > 0) this.#pieces.push(piece);
      return;
    }
    if (this.#start === '') {
      const kept = Math.min(KEPT, this.#bounds.maxLength);
      this.#start = Buffer.concat([...this.#pieces, piece]).toString('utf8', 0, kept);
    }
    this.#end = Buffer.concat([this.#end, ...this.#pieces, piece].map((part) => part.subarray(-KEPT))).subarray(-KEPT);
    this.#pieces = [];
  }

  #finish(): void {
    const { maxLength } = this.#bounds;
    if (this.#bytes > maxLength) {
      this.#refuse({ reason: `it has over ${maxLength} bytes`, id: requestId(this.#start, this.#end.toString('utf8')) });
    } else {
      const line = withoutMark(Buffer.concat(this.#pieces).toString('utf8'));
      const broken = brokenBound(line, this.#bounds);
      if (broken === null) this.push(`${line}\n`);
      else this.#refuse({ reason: broken, id: requestId(line.slice(0, KEPT), line.slice(-KEPT)) });
    }
    this.#pieces = [];
    this.#bytes = 0;
    this.#start = '';
    this.#end = Buffer.alloc(0);
  }
}
