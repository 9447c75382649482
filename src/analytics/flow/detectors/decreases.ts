import { US_PER_MS, type Micros } from '../../../core/index.ts';

/** A decrease of a level that no print has explained yet; it happened after `from` and by `to`. Base currency. */
export interface OpenDecrease {
  readonly from: Micros;
  readonly to: Micros;
  size: number;
}

/** A print at a level's price, less what decreases have taken of it. */
export interface OpenPrint {
  readonly at: Micros;
  size: number;
}

/** What became of a level's size. Held by the caller; plain. */
export interface Outflow {
  /** Base currency that prints explain. */
  traded: number;
  /** Base currency that none did in time. */
  cancelled: number;
  decreases: OpenDecrease[];
  prints: OpenPrint[];
}

/** A print this near to a decrease is what took it (docs/detectors.md). */
export const PRINT_WINDOW_US = 250 * US_PER_MS;
/** How much later than the book a print may arrive: the two come on streams of their own. */
export const ARRIVAL_US = 500 * US_PER_MS;

export const newOutflow = (): Outflow => ({ traded: 0, cancelled: 0, decreases: [], prints: [] });

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

/** The level lost `size` between two updates of the book, the later at `to`. */
export function takeDecrease(flow: Outflow, from: Micros, to: Micros, size: number): void {
  const decrease = { from, to, size };
  settle(flow, decrease);
  if (decrease.size > 0) flow.decreases.push(decrease);
}

/** So much was printed at the level's price, against it. */
export function takePrintAt(flow: Outflow, at: Micros, size: number): void {
  flow.prints.push({ at, size });
  for (const decrease of flow.decreases) settle(flow, decrease);
  flow.decreases = flow.decreases.filter((decrease) => decrease.size > 0);
}

/** Calls cancelled what no print explained in time, and forgets prints that explain nothing any more. */
export function closeDecreases(flow: Outflow, now: Micros): void {
  const closed = now - PRINT_WINDOW_US - ARRIVAL_US;
  if (flow.decreases.length > 0) {
    for (const { to, size } of flow.decreases) if (to <= closed) flow.cancelled += size;
    flow.decreases = flow.decreases.filter(({ to }) => to > closed);
  }
  // A slow book (one update a second) may yet show the decrease of a print that is older than the window.
  if (flow.prints.length > 0) flow.prints = flow.prints.filter(({ at, size }) => size > 0 && at > closed - 2_000_000);
}
