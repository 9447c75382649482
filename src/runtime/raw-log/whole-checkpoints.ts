import type { IndexedRecord, RecordPlace } from './checkpoint-index.ts';

/** Maximum size of a part that is read; the writer refuses larger parts. */
const MOST_PART_BYTES = 64 << 20;

/** Positions of the pieces of one part, which is the state after the record with sequence `asOf`. */
export interface PartPlaces {
  readonly name: string;
  readonly asOf: number;
  readonly bytes: number;
  readonly pieces: readonly RecordPlace[];
}

interface Checkpoint {
  /** Sequence of the record that completed it. */
  readonly seq: number;
  /** First record that some part of the state does not include. */
  readonly fromSeq: number;
}

/** A state from which a replay can start: parts, or the single text of an earlier build. */
export type WholeCheckpoint =
  | (Checkpoint & { readonly kind: 'parts'; readonly parts: readonly PartPlaces[] })
  | (Checkpoint & { readonly kind: 'text'; readonly bytes: number; readonly place: RecordPlace });

interface Assembly {
  readonly cycle: number;
  readonly parts: PartPlaces[];
  open: { readonly name: string; readonly asOf: number; bytes: number; readonly pieces: RecordPlace[] } | null;
  /** Whether a piece was missing or out of order. */
  isBroken: boolean;
}

const begin = (cycle: number): Assembly => ({ cycle, parts: [], open: null, isBroken: false });

/**
 * The complete checkpoints in the records of one session, oldest first. Checkpoints before a hole are ignored, because no
 * replay can continue past it. So are checkpoints with a missing record.
 */
export function wholeCheckpoints(records: readonly IndexedRecord[]): readonly WholeCheckpoint[] {
  const found: WholeCheckpoint[] = [];
  let assembly = begin(0);
  for (const record of records) {
    if (record.kind === 'hole') {
      found.length = 0;
      assembly = begin(0);
    } else if (record.kind === 'checkpoint')
      found.push({ kind: 'text', seq: record.seq, fromSeq: record.seq + 1, bytes: record.bytes, place: record });
    else {
      if (record.cycle !== assembly.cycle) assembly = begin(record.cycle);
      if (record.kind === 'piece') addPiece(assembly, record);
      else if (
        !assembly.isBroken &&
        assembly.open === null &&
        assembly.parts.length > 0 &&
        assembly.parts.length === record.parts
      ) {
        const { parts } = assembly;
        found.push({ kind: 'parts', seq: record.seq, fromSeq: leastOf(parts) + 1, parts });
        assembly = begin(0);
      }
    }
  }
  return found;
}

const leastOf = (parts: readonly PartPlaces[]): number => parts.reduce((least, { asOf }) => Math.min(least, asOf), Infinity);

function addPiece(assembly: Assembly, record: Extract<IndexedRecord, { kind: 'piece' }>): void {
  const { name, asOf, piece, rawBytes, isLast } = record;
  const part = (assembly.open ??= { name, asOf, bytes: 0, pieces: [] });
  part.bytes += rawBytes;
  if (part.name !== name || part.asOf !== asOf || part.pieces.length !== piece || part.bytes > MOST_PART_BYTES)
    assembly.isBroken = true;
  part.pieces.push(record);
  if (!isLast) return;
  assembly.parts.push(part);
  assembly.open = null;
}
