import { US_PER_SECOND, type Micros } from '../core/index.ts';
import type { SnapshotTreatment } from './faults.ts';
import type { TradedInstrument } from './protocol.ts';

type Rows = [number, number][];

interface SnapshotRequest {
  /** Levels a side. */
  readonly levels: number;
  readonly wrong: SnapshotTreatment['wrong'];
  readonly at: Micros;
  /** Where a wrong level may be: anywhere, or within the levels that a checksum covers. */
  readonly within: 'all' | 'top10';
}

/** Age of the levels of a stale snapshot. */
const STALE_US = 3 * US_PER_SECOND;
const TOP = 10;

/** The levels of a snapshot in ticks and lots, best first; falsified if a fault asks for it. */
export function snapshotSides(
  instrument: TradedInstrument,
  { levels, wrong, at, within }: SnapshotRequest,
): { bids: Rows; asks: Rows } {
  const sides = wrong === 'stale' ? (instrument.journal.asOf(at - STALE_US) ?? instrument.market) : instrument.market;
  const found = { bids: sides.bids.top(levels), asks: sides.asks.top(levels) };
  if (wrong !== 'level') return found;
  // The time of the request selects the level, so that a run is repeatable without a random generator.
  const rows = Math.floor(at / 7) % 2 === 0 ? found.bids : found.asks;
  const reach = within === 'top10' || Math.floor(at / 13) % 2 === 0 ? TOP : rows.length;
  const row = rows[Math.floor(at / 17) % Math.max(1, Math.min(reach, rows.length))];
  if (row !== undefined) row[1] = row[1] * 2 + 1;
  return found;
}
