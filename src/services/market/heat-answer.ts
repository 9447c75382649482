import type { HeatAnswer } from './answers.ts';
import { CAPACITY, COLUMN_BYTES, columnsAfter, ROWS } from './heat-ring.ts';
import { answerBase, type Reading } from './reading.ts';
import { backendUnavailable, toRfc3339 } from '../../core/index.ts';

/** A reader's position in the columns. */
export interface HeatPlace {
  readonly epoch?: number | undefined;
  readonly after?: number | undefined;
}

const startOf = (bytes: Uint8Array, column: number): string =>
  toRfc3339(new DataView(bytes.buffer, column * COLUMN_BYTES).getFloat64(0, true) * 1_000);

const KEPT_ELSEWHERE = 'the book by the second is kept by the process that follows the venue, and this one does not';

/** The columns that a reader lacks. Throws `backend_unavailable` in a process without columns. */
export function makeHeat(reading: Reading, { epoch, after = 0 }: HeatPlace): HeatAnswer {
  const { engine, market } = reading;
  if (engine.heat === undefined) throw backendUnavailable({ reason: KEPT_ELSEWHERE });
  const ring = engine.heat.get(market.id)?.ring ?? null;
  const { from, bytes } =
    ring === null ? { from: 0, bytes: new Uint8Array() } : columnsAfter(ring, ring.epoch === epoch ? after : 0);
  const count = bytes.length / COLUMN_BYTES;
  const span = count === 0 ? { from: null, to: null } : { from: startOf(bytes, 0), to: startOf(bytes, count - 1) };
  const coverage = { ...span, complete: count > 0 && !hasGap(bytes) };
  // No receipt: columns are not part of the state and begin at process start, so a replay from a checkpoint has fewer.
  const { grounds: _, ...base } = answerBase(reading, { streams: ['book', 'trade'], coverage });
  return {
    ...base,
    receipt: null,
    symbol: market.symbol,
    venue: market.venue,
    epoch: ring?.epoch ?? 0,
    price_step: ring?.step ?? null,
    rows: ROWS,
    column_ms: 1_000,
    capacity: CAPACITY,
    from,
    next: from + count,
    columns: Buffer.from(bytes.buffer).toString('base64'),
  };
}

function hasGap(bytes: Uint8Array): boolean {
  for (let at = 36; at < bytes.length; at += COLUMN_BYTES) if (bytes[at] !== 0) return true;
  return false;
}
