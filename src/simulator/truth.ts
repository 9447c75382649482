import { US_PER_SECOND, type Micros } from '../core/index.ts';
import type { LevelChange } from './market.ts';
import type { SideLevels } from './side-levels.ts';

/** The full book of the exchange: [price, size], best first. */
export interface TruthBook {
  readonly bids: [number, number][];
  readonly asks: [number, number][];
}

/** Two sides in ticks and lots. */
export interface Sides {
  readonly bids: SideLevels;
  readonly asks: SideLevels;
}

/** Recent changes of one book, by the key in its messages. Past books are reconstructed by undoing changes. */
export interface Journal {
  push(key: number, at: Micros, change: LevelChange): void;
  /** Marks that keys restart here: a lookup of this key gives the current book. */
  mark(key: number, at: Micros): void;
  /** The book right after `key`; null if it is too long ago or never existed. */
  at(key: number): Sides | null;
  /** The book at `at`; null if that is too long ago. */
  asOf(at: Micros): Sides | null;
  readonly length: number;
}

interface Entry {
  readonly key: number;
  readonly at: Micros;
  readonly change: LevelChange | null;
}

const TRIM_EVERY = 1_024;

/** `keys`: `id` needs an exact match; `time` finds the last change at or before it. */
export function createJournal(live: Sides, { keys, seconds }: { keys: 'id' | 'time'; seconds: number }): Journal {
  let entries: Entry[] = [];
  let sinceTrim = 0;

  const add = (entry: Entry) => {
    entries.push(entry);
    if (++sinceTrim < TRIM_EVERY) return;
    sinceTrim = 0;
    const cutoff = entry.at - seconds * US_PER_SECOND;
    const first = entries.findIndex((kept) => kept.at >= cutoff);
    if (first > 0) entries = entries.slice(first);
  };

  const undoneTo = (index: number): Sides => {
    const sides = { bids: live.bids.clone(), asks: live.asks.clone() };
    for (let i = entries.length - 1; i > index; i--) {
      const change = entries[i]?.change;
      if (change) (change.side === 'bid' ? sides.bids : sides.asks).set(change.tick, change.before);
    }
    return sides;
  };

  return {
    push: (key, at, change) => add({ key, at, change }),
    mark: (key, at) => add({ key, at, change: null }),
    at(key) {
      const exact = entries.findLastIndex((entry) => entry.key === key);
      const index = exact >= 0 || keys === 'id' ? exact : entries.findLastIndex((entry) => entry.key <= key);
      return index < 0 ? null : undoneTo(index);
    },
    asOf(at) {
      const index = entries.findLastIndex((entry) => entry.at <= at);
      return index < 0 ? null : undoneTo(index);
    },
    get length() {
      return entries.length;
    },
  };
}
