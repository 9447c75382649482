import type { BookSide, Micros, Random, Side } from '../../core/index.ts';
import type { SideLevels } from '../side-levels.ts';

/** Anomalies that can be simulated in a market, and honest behaviour that looks like them. */
export type EpisodeKind = 'spoofing' | 'layered_walls' | 'iceberg' | 'flash_crash' | 'requotes' | 'honest_wall';

/** The label of a simulated episode, against which detectors are scored. Times are on the exchange's clock, as printed. */
export interface Episode {
  readonly kind: EpisodeKind;
  readonly symbol: string;
  readonly side: BookSide;
  /** Start of preparations; equal to the onset if there are none. */
  readonly prepared: Micros;
  readonly onset: Micros;
  readonly end: Micros;
  /** Tick of the order, or of the largest one; null if the episode has no order. */
  readonly tick: number | null;
  /** Its random parameters. */
  readonly drawn: Readonly<Record<string, number>>;
}

/** Actions of an actor in a market. Lots and ticks are whole numbers. */
export interface Hands {
  readonly random: Random;
  readonly bids: SideLevels;
  readonly asks: SideLevels;
  /** Mean number of ticks between levels, and lots of a median order. */
  readonly gap: number;
  readonly median: number;
  now(): Micros;
  /** Adds a resting order; ignored if it would cross. Random cancels leave it alone. */
  add(side: BookSide, tick: number, lots: number): void;
  /** Lots of the actor's orders that remain at a price; other orders at the price fill first. */
  own(side: BookSide, tick: number): number;
  /** Cancels up to this many lots of the actor's orders at a price. */
  pull(side: BookSide, tick: number, lots: number): void;
  /** Cancels a level, except the actors' orders in it. */
  clear(side: BookSide, tick: number): void;
  /** Hits resting orders up to a price limit. */
  hit(side: Side, lots: number, limit: number): void;
  /** The latent (fair) price in ticks; orders follow it. */
  latent: number;
  /** Drift of the latent price, in gaps per second. */
  lean: number;
  /** Share of ordinary limit orders that are placed, 0–1, by side. */
  willing: { bid: number; ask: number };
}

/** An actor: yields its waits in µs and returns its label. */
export type Play = (hands: Hands) => Generator<Micros, Omit<Episode, 'symbol'>, void>;
