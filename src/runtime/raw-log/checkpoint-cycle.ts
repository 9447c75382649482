import type { Micros } from '../../core/index.ts';
import { packPiece } from './piece-format.ts';
import type { PieceRecord, WholeRecord } from './types.ts';

/** A part of the state as of its capture; `encode` may be called later, but only once. */
export interface CapturedPart {
  readonly name: string;
  encode(): Uint8Array;
}

/**
 * Captures a state part by part. The parts of one step are of the same moment; later steps may be of later moments.
 */
export type CheckpointSource = Iterator<readonly CapturedPart[]>;

/** A checkpoint that is being written in small steps. */
export interface CheckpointCycle {
  /** Bytes of its records so far, without record headers. */
  readonly bytes: number;
  /**
   * The next records to write: about `stepBytes` of state, or one capture. They reflect all records up to `asOf`. Null once
   * the cycle is complete. Throws any error of the capture.
   */
  step(asOf: number, now: Micros): readonly (PieceRecord | WholeRecord)[] | null;
}

export interface CycleOptions {
  readonly cycle: number;
  readonly source: CheckpointSource;
  /** Maximum bytes of a part in one record. */
  readonly pieceBytes: number;
  /** Maximum bytes of parts compressed in one step. */
  readonly stepBytes: number;
}

interface Opened {
  readonly name: string;
  readonly asOf: number;
  readonly bytes: Uint8Array;
  piece: number;
}

/** Maximum parts encoded in one step, because even a small part takes most of a millisecond. */
const MOST_ENCODED = 8;

export function createCycle({ cycle, source, pieceBytes, stepBytes }: CycleOptions): CheckpointCycle {
  let captured: { readonly asOf: number; readonly part: CapturedPart }[] = [];
  let opened: Opened | null = null;
  let parts = 0;
  let written = 0;
  let state: 'capturing' | 'captured' | 'whole' = 'capturing';

  const nextPiece = (part: Opened): PieceRecord => {
    const from = part.piece * pieceBytes;
    const to = Math.min(part.bytes.length, from + pieceBytes);
    const { name, asOf, piece } = part;
    const isLast = to === part.bytes.length;
    part.piece++;
    if (isLast) opened = null;
    return packPiece({ cycle, name, asOf, piece, isLast, bytes: part.bytes.subarray(from, to) });
  };

  const packSome = (): PieceRecord[] => {
    const records: PieceRecord[] = [];
    let encoded = 0;
    for (let packed = 0; packed < stepBytes;) {
      if (opened === null) {
        const next = encoded < MOST_ENCODED ? captured.shift() : undefined;
        if (next === undefined) break;
        encoded++;
        opened = { name: next.part.name, asOf: next.asOf, bytes: next.part.encode(), piece: 0 };
        parts++;
      }
      const record = nextPiece(opened);
      written += record.data.length;
      packed += record.rawBytes;
      records.push(record);
    }
    return records;
  };

  return {
    get bytes() {
      return written;
    },
    step(asOf, now) {
      if (state === 'whole') return null;
      if (state === 'capturing' && captured.length === 0 && opened === null) {
        const { done, value } = source.next();
        if (done === true) state = 'captured';
        else {
          captured = Array.from(value, (part) => ({ asOf, part }));
          // Capturing several parts of one moment is enough work for one step.
          if (value.length > 1) return [];
        }
      }
      const records = packSome();
      if (state !== 'captured' || captured.length > 0 || opened !== null) return records;
      state = 'whole';
      return [...records, { kind: 'whole', cycle, parts, at: now }];
    },
  };
}
