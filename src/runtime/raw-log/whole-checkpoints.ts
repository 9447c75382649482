import type { IndexedRecord, RecordPlace } from './checkpoint-index.ts';

/** Longest part that is read back; a writer refuses a longer one. */
const MOST_PART_BYTES = 64 << 20;

/** Where the pieces of one part are; the part is the state after the record with sequence `asOf`. */
export interface PartPlaces {
  readonly name: string;
  readonly asOf: number;
  readonly bytes: number;
  readonly pieces: readonly RecordPlace[];
}

interface Checkpoint {
  /** Sequence of the record that made it whole. */
  readonly seq: number;
  /** First record that some of the state does not have. */
  readonly fromSeq: number;
}

/** A state that a replay can start from: parts, or the one text of an earlier build. */
export type WholeCheckpoint =
  | (Checkpoint & { readonly kind: 'parts'; readonly parts: readonly PartPlaces[] })
  | (Checkpoint & { readonly kind: 'text'; readonly bytes: number; readonly place: RecordPlace });

interface Assembly {
  readonly cycle: number;
  readonly parts: PartPlaces[];
  open: { readonly name: string; readonly asOf: number; bytes: number; readonly pieces: RecordPlace[] } | null;
  /** A piece was missing or out of its order. */
  isBroken: boolean;
}

const begin = (cycle: number): Assembly => ({ cycle, parts: [], open: null, isBroken: false });

/**
 * The checkpoints that records of one session make up, oldest first. What stands before a hole counts for nothing, because
 * no replay gets past one; nor does a checkpoint of which a record is missing.
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
