import type { DataOf } from '../../../core/index.ts';
import { aliveAt, BLIND_US } from '../blindness.ts';
import { defineStudy, type StudyView } from '../study.ts';
import { addLiquidation, followClock, hearLiquidations, loseLiquidations, newLiquidationStore } from './liquidation-store.ts';

/** States in which every message arrives; a stream without liquidations for an hour is stale and still in order. */
const IN_ORDER: ReadonlySet<string> = new Set(['synced', 'stale']);

/** Its amounts in base and quote currency, at the average fill price or else the order's; NaN if unknown. */
function amountsOf({ size, unit, price, averagePrice }: DataOf<'liquidation'>): { base: number; quote: number } {
  const paid = averagePrice ?? price ?? Number.NaN;
  if (unit === 'base') return { base: size, quote: size * paid };
  return unit === 'quote' ? { base: size / paid, quote: size } : { base: Number.NaN, quote: Number.NaN };
}

/** Our time of an event, never after its receipt. */
const ownTime = ({ market, at }: StudyView, tsRecv: number): number =>
  market.framed === null ? tsRecv : Math.min(tsRecv, at + market.framed.offset);

/** Liquidations of the last day, and since when all that the venue sends are known. */
export const liquidations = defineStudy({
  id: 'liquidations',
  create: newLiquidationStore,
  on: {
    liquidation(store, event, view) {
      followClock(store, event.tsRecv);
      addLiquidation(store, { at: ownTime(view, event.tsRecv), side: event.side, ...amountsOf(event) });
    },
    feed_state: (store, { stream, state }) => {
      if (stream === 'liquidation' && !IN_ORDER.has(state)) loseLiquidations(store);
    },
  },
  pass(store, { symbol, market, at }) {
    if (market.framed !== null) followClock(store, at + market.framed.offset);
    const status = symbol.streams.liquidation;
    const alive = status !== undefined && IN_ORDER.has(status.state) ? aliveAt(symbol, 'liquidation') : null;
    if (alive === null) loseLiquidations(store);
    else hearLiquidations(store, alive, BLIND_US);
  },
  resume(store, after) {
    // Times are by our clock, which no correction moves.
    if (after === 'messages') loseLiquidations(store);
    return store;
  },
});
