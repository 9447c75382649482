import type { TradeId } from '../../core/index.ts';
import { appendRow, newTape, type Tape } from './tape.ts';
import { compactChunk, expandChunk } from './tape-chunk.ts';

/** Version of a tape's format in a checkpoint; earlier formats had no version. */
const TAPE_VERSION = 2;

/** A tape in a checkpoint; its chunks have no spare capacity. */
export interface HeldTape extends Tape {
  readonly version: typeof TAPE_VERSION;
}

/** The format of earlier builds: five arrays of all trades; the oldest have numeric ids, or no `reached`. */
export interface EarlierTape {
  readonly ordinals?: Float64Array;
  readonly ids?: Float64Array;
  readonly texts?: ReadonlyMap<number, TradeId>;
  readonly times: Float64Array;
  readonly reached?: Float64Array | undefined;
  readonly prices: Float64Array;
  readonly signed: Float64Array;
  readonly start: number;
  readonly end: number;
  readonly overflowed: number;
}

export const toCheckpointedTape = ({ chunks, length, named, overflowed }: Tape): HeldTape => ({
  version: TAPE_VERSION,
  chunks: chunks.map(compactChunk),
  length,
  named,
  overflowed,
});

/** A tape from a checkpoint, also of an earlier build. Throws RangeError on one of a later build. */
export function fromCheckpointedTape(held: HeldTape | EarlierTape): Tape {
  if (!('version' in held)) return fromEarlierTape(held);
  const { version, chunks, length, named, overflowed } = held;
  if (version !== TAPE_VERSION) throw new RangeError(`version ${String(version)} of a tape is unknown`);
  return { chunks: chunks.map(expandChunk), length, named, overflowed };
}

function fromEarlierTape({ times, reached, prices, signed, start, end, overflowed, ...held }: EarlierTape): Tape {
  const tape = newTape();
  let latest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    const at = times[i] as number;
    const ordinal = (held.ordinals ?? held.ids)?.[i] as number;
    latest = reached?.[i] ?? Math.max(latest, at);
    const id = held.texts?.get(ordinal) ?? null;
    appendRow(tape, { ordinal, id, at, reached: latest, price: prices[i] as number, signed: signed[i] as number });
  }
  tape.overflowed = overflowed;
  return tape;
}
