import { US_PER_MS, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import type { Print } from './types.ts';

/** Taker volume of a market: totals, the last seconds one by one, and what is usual. Plain data. */
export interface TakerFlow {
  bought: number;
  sold: number;
  lastBuy: Micros | null;
  lastSell: Micros | null;
  /** Trades of the last seconds, oldest first: time and size of each in turn; the size is below 0 if the taker sold. */
  recent: number[];
  /** Since the last second, and means a second over ten minutes. */
  second: { bought: number; sold: number; buys: number; sells: number };
  usual: { bought: number; sold: number; buys: number; sells: number };
  seconds: number;
}

const RECENT_US = 12 * US_PER_SECOND;
const MERGE_US = 20 * US_PER_MS;
const MEAN_SECONDS = 600;

const newSecond = (): TakerFlow['second'] => ({ bought: 0, sold: 0, buys: 0, sells: 0 });

export const newTakerFlow = (): TakerFlow => ({
  bought: 0,
  sold: 0,
  lastBuy: null,
  lastSell: null,
  recent: [],
  second: newSecond(),
  usual: { bought: 0, sold: 0, buys: 0, sells: 0 },
  seconds: 0,
});

export function takeFlowPrint(flow: TakerFlow, { at, size, side }: Print): void {
  const buys = side === 'buy';
  const signed = buys ? size : -size;
  const { recent } = flow;
  const last = recent.length - 2;
  const merges = last >= 0 && Math.abs(at - recent[last]!) <= MERGE_US && recent[last + 1]! > 0 === buys;
  if (merges) recent[last + 1]! += signed;
  else recent.push(at, signed);
  if (buys) {
    flow.bought += size;
    flow.second.bought += size;
    if (!merges) flow.second.buys++;
    flow.lastBuy = Math.max(flow.lastBuy ?? at, at);
  } else {
    flow.sold += size;
    flow.second.sold += size;
    if (!merges) flow.second.sells++;
    flow.lastSell = Math.max(flow.lastSell ?? at, at);
  }
}

function dropOldTrades({ recent }: TakerFlow, now: Micros): void {
  let dropped = 0;
  while (dropped < recent.length && recent[dropped]! < now - RECENT_US) dropped += 2;
  if (dropped > 0) recent.splice(0, dropped);
}

/** Once a second; `elapsed` is longer if seconds were skipped in which nothing happened. */
export function passFlowSecond(flow: TakerFlow, now: Micros, elapsed: Micros = US_PER_SECOND): void {
  const seconds = Math.max(1, elapsed / US_PER_SECOND);
  flow.seconds += seconds;
  const share = Math.min(1, seconds / Math.min(MEAN_SECONDS, flow.seconds));
  const { usual, second } = flow;
  const mix = (past: number, value: number) => past + (value / seconds - past) * share;
  flow.usual = {
    bought: mix(usual.bought, second.bought),
    sold: mix(usual.sold, second.sold),
    buys: mix(usual.buys, second.buys),
    sells: mix(usual.sells, second.sells),
  };
  flow.second = newSecond();
  dropOldTrades(flow, now);
}

/** Leaves out the time since the last second, because trades may be missing in it. */
export function skipFlowSecond(flow: TakerFlow, now: Micros): void {
  flow.second = newSecond();
  dropOldTrades(flow, now);
}

/** Call when the book was lost: trades may be missing, so the time since the last one is unknown. */
export function forgetLastTrades(flow: TakerFlow): void {
  flow.lastBuy = null;
  flow.lastSell = null;
}

/** Volume bought and sold between two times of the last seconds. */
export function flowBetween({ recent }: TakerFlow, from: Micros, to: Micros): { readonly bought: number; readonly sold: number } {
  let [bought, sold] = [0, 0];
  for (let i = 0; i < recent.length; i += 2) {
    const [at, size] = [recent[i]!, recent[i + 1]!];
    if (at < from || at > to) continue;
    if (size > 0) bought += size;
    else sold -= size;
  }
  return { bought, sold };
}
