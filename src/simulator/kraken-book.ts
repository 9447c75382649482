import type { BookSide } from '../core/index.ts';
import type { LevelChange } from './market.ts';
import type { SideLevels } from './side-levels.ts';

/** The worst tick within a subscription's depth, by side; NaN while the side has fewer levels. */
export interface Edges {
  readonly bid: number;
  readonly ask: number;
}

type Rows = readonly (readonly [number, number])[];

export const edgesOf = (bids: SideLevels, asks: SideLevels, depth: number): Edges => ({
  bid: bids.tickAt(depth - 1),
  ask: asks.tickAt(depth - 1),
});

const inside = (side: BookSide, tick: number, edge: number) =>
  Number.isNaN(edge) || (side === 'bid' ? tick >= edge : tick <= edge);

/**
 * The update of one side for a subscriber of `depth` levels after an order: changes within the depth, removals of levels that
 * it had, and levels that moved into the depth. Levels pushed out of the depth are not sent.
 */
export function sideUpdate(levels: SideLevels, changes: readonly LevelChange[], oldEdge: number, depth: number): Rows {
  const { side } = levels;
  const edge = levels.tickAt(depth - 1);
  const latest = new Map(changes.filter((change) => change.side === side).map((change) => [change.tick, change.lots]));
  if (latest.size === 0) return [];
  const rows: [number, number][] = [];
  for (const [tick, lots] of latest) {
    if (inside(side, tick, lots > 0 ? edge : oldEdge)) rows.push([tick, lots]);
  }
  for (let rank = Math.min(depth, levels.count) - 1; rank >= 0; rank--) {
    const tick = levels.tickAt(rank);
    if (inside(side, tick, oldEdge)) break;
    if (!latest.has(tick)) rows.push([tick, levels.lotsAt(rank)]);
  }
  return rows;
}
