import { US_PER_SECOND, type BookSide, type Micros, type Random } from '../../core/index.ts';
import { normal } from '../chance.ts';
import type { Hands } from './episode.ts';

/** Log-uniform between two positive values. */
export const between = (random: Random, low: number, high: number): number => low * (high / low) ** random();

/** Log-normal around a median, clamped to a range. */
export const around = (random: Random, median: number, sigma: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, median * Math.exp(sigma * normal(random))));

export const wholeBetween = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1));

export const eitherSide = (random: Random): BookSide => (random() < 0.5 ? 'bid' : 'ask');

export const micros = (seconds: number): Micros => Math.max(1, Math.round(seconds * US_PER_SECOND));

export const levelsOf = ({ bids, asks }: Hands, side: BookSide) => (side === 'bid' ? bids : asks);

/** Direction away from the mid: down for bids. */
export const outward = (side: BookSide): 1 | -1 => (side === 'bid' ? -1 : 1);

export const midOf = ({ bids, asks }: Hands): number => (bids.tickAt(0) + asks.tickAt(0)) / 2;

/** The 95th percentile of the level sizes within twice this distance in gaps; of at least thirty levels. */
export function usualLots(hands: Hands, side: BookSide, gaps: number): number {
  const levels = levelsOf(hands, side);
  const count = Math.min(levels.count, Math.max(30, Math.round(2 * gaps)));
  const lots = Array.from({ length: count }, (_, rank) => levels.lotsAt(rank)).sort((a, b) => a - b);
  return lots[Math.floor(0.95 * (lots.length - 1))] ?? hands.median;
}

/** A price at this many gaps from the mid that does not cross the other side's best. */
export function tickAway(hands: Hands, side: BookSide, gaps: number): number {
  const tick = Math.round(midOf(hands) + outward(side) * gaps * hands.gap);
  return side === 'bid' ? Math.min(tick, hands.asks.tickAt(0) - 1) : Math.max(tick, hands.bids.tickAt(0) + 1);
}
