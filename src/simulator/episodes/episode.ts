import type { BookSide, Micros, Random, Side } from '../../core/index.ts';
import type { SideLevels } from '../side-levels.ts';

/** Strange things that a market may be made to do, and honest ones that look like them. */
export type EpisodeKind = 'spoofing' | 'layered_walls' | 'iceberg' | 'flash_crash' | 'requotes' | 'honest_wall';

/** What was done, when and where: the label that a detector is scored against. Times are the exchange's, as written. */
export interface Episode {
  readonly kind: EpisodeKind;
  readonly symbol: string;
  readonly side: BookSide;
  /** When preparations began; the same as the onset for what has none. */
  readonly prepared: Micros;
  readonly onset: Micros;
  readonly end: Micros;
  /** Tick of the order or of the largest one; null where there is none. */
  readonly tick: number | null;
  /** What was drawn for it. */
  readonly drawn: Readonly<Record<string, number>>;
}

/** What an actor may do in a market. Lots and ticks are whole. */
export interface Hands {
  readonly random: Random;
  readonly bids: SideLevels;
  readonly asks: SideLevels;
  /** Ticks between levels, on average, and lots of a middling order. */
  readonly gap: number;
  readonly median: number;
  now(): Micros;
  /** Adds a resting order; ignored if it would cross. Random cancels leave it alone. */
  add(side: BookSide, tick: number, lots: number): void;
  /** What remains of it; other orders at the price fill first. */
  own(side: BookSide, tick: number): number;
  /** Cancels up to this much of it. */
  pull(side: BookSide, tick: number, lots: number): void;
  /** Cancels an ordinary level, but for what actors rest there. */
  clear(side: BookSide, tick: number): void;
  /** Hits what rests, up to a price. */
  hit(side: Side, lots: number, limit: number): void;
  /** Where the price belongs, in ticks; orders follow it. */
  latent: number;
  /** Gaps a second that it is pushed by. */
  lean: number;
  /** Shares of the ordinary limit orders that are placed, 0–1. */
  willing: { bid: number; ask: number };
}

/** An actor: yields its waits in µs, returns its label. */
export type Play = (hands: Hands) => Generator<Micros, Omit<Episode, 'symbol'>, void>;
