import { US_PER_MS, type Micros } from '../../../core/index.ts';

/** A decrease of a level, after `from` and no later than `to`, that no print explains yet. Base currency. */
export interface OpenDecrease {
  readonly from: Micros;
  readonly to: Micros;
  size: number;
}

/** A print at a level's price; `size` is the part that explains no decrease yet. */
export interface OpenPrint {
  readonly at: Micros;
  size: number;
}

/** Traded and cancelled size of a level. Plain data; the caller keeps it. */
export interface Outflow {
  /** Size explained by prints, base currency. */
  traded: number;
  /** Size not explained in time, base currency. */
  cancelled: number;
  decreases: readonly OpenDecrease[];
  prints: readonly OpenPrint[];
}

/** A print this close in time to a decrease explains it (docs/detectors.md). */
export const PRINT_WINDOW_US = 250 * US_PER_MS;
/** How much later than the book a print may arrive, because they arrive on separate streams. */
export const ARRIVAL_US = 500 * US_PER_MS;

/** Shared by the levels that have none, because hundreds of empty lists would take memory. */
export const NONE_OPEN: readonly never[] = [];

export const newOutflow = (): Outflow => ({ traded: 0, cancelled: 0, decreases: NONE_OPEN, prints: NONE_OPEN });

function kept<T>(open: readonly T[], holds: (one: T) => boolean): readonly T[] {
  const some = open.filter(holds);
  return some.length === 0 ? NONE_OPEN : some;
}

function settle(flow: Outflow, decrease: OpenDecrease): void {
  for (const print of flow.prints) {
    if (decrease.size <= 0) return;
    if (print.at < decrease.from - PRINT_WINDOW_US || print.at > decrease.to + PRINT_WINDOW_US) continue;
    const taken = Math.min(print.size, decrease.size);
    print.size -= taken;
    decrease.size -= taken;
    flow.traded += taken;
  }
}

/** Adds a decrease by `size` between two book updates at `from` and `to`. */
export function takeDecrease(flow: Outflow, from: Micros, to: Micros, size: number): void {
  const decrease = { from, to, size };
  settle(flow, decrease);
  if (decrease.size > 0) flow.decreases = [...flow.decreases, decrease];
}

/** Adds a print against the level. */
export function takePrintAt(flow: Outflow, at: Micros, size: number): void {
  flow.prints = [...flow.prints, { at, size }];
  for (const decrease of flow.decreases) settle(flow, decrease);
  flow.decreases = kept(flow.decreases, (decrease) => decrease.size > 0);
}

/** Counts decreases without a print in time as cancelled, and drops prints that are too old to explain one. */
export function closeDecreases(flow: Outflow, now: Micros): void {
  const closed = now - PRINT_WINDOW_US - ARRIVAL_US;
  if (flow.decreases.length > 0) {
    for (const { to, size } of flow.decreases) if (to <= closed) flow.cancelled += size;
    flow.decreases = kept(flow.decreases, ({ to }) => to > closed);
  }
  // A slow book (one update a second) may show the decrease of a print that is older than the window.
  if (flow.prints.length > 0) flow.prints = kept(flow.prints, ({ at, size }) => size > 0 && at > closed - 2_000_000);
}
