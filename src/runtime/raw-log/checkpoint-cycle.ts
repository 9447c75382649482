import type { Micros } from '../../core/index.ts';
import { packPiece } from './piece-format.ts';
import type { PieceRecord, WholeRecord } from './types.ts';

/** A part of the state as of its capture; `encode` may be called later, but only once. */
export interface CapturedPart {
  readonly name: string;
  encode(): Uint8Array;
}

/**
 * Captures a state step by step. The parts of one step are of the same moment, so no input may come while they are iterated;
 * later steps may be of later moments.
 */
export type CheckpointSource = Iterator<Iterable<CapturedPart>>;

/** A record to write, or null after work without one. */
export type CheckpointStep = PieceRecord | WholeRecord | null;

/** A checkpoint that is being written in small steps. */
export interface CheckpointCycle {
  /** Bytes of its records so far, without record headers. */
  readonly bytes: number;
  /**
   * The work of one tick in small steps: about `stepBytes` of state, or one capture. Its records reflect all records up to `asOf`.
   * Nothing once the cycle is complete. Throws any error of the capture.
   */
  steps(asOf: number, now: Micros): Generator<CheckpointStep, void, undefined>;
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

/** Maximum parts encoded for one tick, because even a small part takes most of a millisecond. */
const MOST_ENCODED = 32;
/** Moments captured for one tick. The sooner a checkpoint is whole, the fewer records a check has to replay. */
const MOST_CAPTURED = 4;

export function createCycle({ cycle, source, pieceBytes, stepBytes }: CycleOptions): CheckpointCycle {
  const captured: { readonly asOf: number; readonly part: CapturedPart }[] = [];
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

  function* packSome(): Generator<PieceRecord, void, undefined> {
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
      yield record;
    }
  }

  /** Captures the parts of the next moment, one a step; returns how many. */
  function* capture(asOf: number): Generator<null, number, undefined> {
    const { done, value } = source.next();
    if (done === true) {
      state = 'captured';
      return 0;
    }
    for (const part of value) {
      captured.push({ asOf, part });
      yield null;
    }
    return captured.length;
  }

  return {
    get bytes() {
      return written;
    },
    *steps(asOf, now) {
      if (state === 'whole') return;
      for (let moment = 0; moment < MOST_CAPTURED && state === 'capturing'; moment++) {
        if (captured.length > 0 || opened !== null) break;
        // Capturing several parts of one moment is enough work for one tick.
        if ((yield* capture(asOf)) > 1) return;
        yield* packSome();
      }
      if (captured.length > 0 || opened !== null) yield* packSome();
      if (state !== 'captured' || captured.length > 0 || opened !== null) return;
      state = 'whole';
      yield { kind: 'whole', cycle, parts, at: now };
    },
  };
}
