import { US_PER_MS, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import type { Print } from './types.ts';

interface Recent {
  readonly at: Micros;
  /** Base currency; positive if the taker bought. */
  readonly size: number;
}

/** Taker volume of a market: totals, the last seconds one by one, and what is usual. Plain data. */
export interface TakerFlow {
  bought: number;
  sold: number;
  lastBuy: Micros | null;
  lastSell: Micros | null;
  /** Oldest first. */
  recent: Recent[];
  /** Since the last second, and means a second over ten minutes. */
  second: { bought: number; sold: number; buys: number; sells: number };
  usual: { bought: number; sold: number; buys: number; sells: number; square: number };
  seconds: number;
}

const RECENT_US = 12 * US_PER_SECOND;
const MERGE_US = 20 * US_PER_MS;
const MEAN_SECONDS = 600;

export const newTakerFlow = (): TakerFlow => ({
  bought: 0,
  sold: 0,
  lastBuy: null,
  lastSell: null,
  recent: [],
  second: { bought: 0, sold: 0, buys: 0, sells: 0 },
  usual: { bought: 0, sold: 0, buys: 0, sells: 0, square: 0 },
  seconds: 0,
});

export function takeFlowPrint(flow: TakerFlow, { at, size, side }: Print): void {
  const buys = side === 'buy';
  const signed = buys ? size : -size;
  const last = flow.recent.at(-1);
  const merges = last !== undefined && at - last.at <= MERGE_US && last.size > 0 === buys;
  if (merges) flow.recent[flow.recent.length - 1] = { at: last.at, size: last.size + signed };
  else flow.recent.push({ at, size: signed });
  if (buys) {
    flow.bought += size;
    flow.second.bought += size;
    if (!merges) flow.second.buys++;
    flow.lastBuy = at;
  } else {
    flow.sold += size;
    flow.second.sold += size;
    if (!merges) flow.second.sells++;
    flow.lastSell = at;
  }
}

/** Once a second. */
export function passFlowSecond(flow: TakerFlow, now: Micros): void {
  const share = 1 / Math.min(MEAN_SECONDS, ++flow.seconds);
  const { usual, second } = flow;
  const mix = (past: number, value: number) => past + (value - past) * share;
  flow.usual = {
    bought: mix(usual.bought, second.bought),
    sold: mix(usual.sold, second.sold),
    buys: mix(usual.buys, second.buys),
    sells: mix(usual.sells, second.sells),
    square: mix(usual.square, (second.bought - second.sold) ** 2),
  };
  flow.second = { bought: 0, sold: 0, buys: 0, sells: 0 };
  if (flow.recent[0] !== undefined && flow.recent[0].at < now - RECENT_US)
    flow.recent = flow.recent.filter(({ at }) => at >= now - RECENT_US);
}

/** Volume bought and sold between two times of the last seconds. */
export function flowBetween({ recent }: TakerFlow, from: Micros, to: Micros): { readonly bought: number; readonly sold: number } {
  let [bought, sold] = [0, 0];
  for (const { at, size } of recent) {
    if (at < from || at > to) continue;
    if (size > 0) bought += size;
    else sold -= size;
  }
  return { bought, sold };
}
