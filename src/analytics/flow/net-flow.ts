import type { Micros } from '../../core/index.ts';
import {
  addToWindow,
  advanceWindow,
  createRollingWindow,
  isComplete,
  windowCount,
  windowSum,
  type RollingWindow,
} from './rolling-window.ts';
import type { Trade } from './trade.ts';

const BUY = 0;
const SELL = 1;
const BUY_QUOTE = 2;
const SELL_QUOTE = 3;
const COLUMNS = 4;

/** Traded flow over the last seconds of event time. Amounts in base currency, ≥ 0, unless named otherwise. */
export interface NetFlow {
  /** Size bought and sold by takers. */
  readonly buy: number;
  readonly sell: number;
  /** Buys minus sells; reports use 30 s. 0 without trades. */
  readonly net: number;
  /** `net` in quote currency. */
  readonly netQuote: number;
  readonly trades: number;
  /** Null without trades. */
  readonly vwap: number | null;
  /** Whether the window has every trade of its span. */
  readonly complete: boolean;
}

/** A rolling window over trades. `since`: time from which all trades are included. */
export const createFlowWindow = (spanUs: Micros, since: Micros | null = null): RollingWindow =>
  createRollingWindow(spanUs, COLUMNS, since);

/** Adds a trade. A late trade inside the window counts; an older trade is ignored (false). */
export function addTrade(window: RollingWindow, { side, size, price, tsEvent }: Trade): boolean {
  const quote = price * size;
  return addToWindow(window, tsEvent, side === 'buy' ? [size, 0, quote, 0] : [0, size, 0, quote]);
}

/** The flow over the window that ends at `now`. */
export function netFlow(window: RollingWindow, now: Micros): NetFlow {
  advanceWindow(window, now);
  const [buy, sell] = [windowSum(window, BUY), windowSum(window, SELL)];
  const [buyQuote, sellQuote] = [windowSum(window, BUY_QUOTE), windowSum(window, SELL_QUOTE)];
  return {
    buy,
    sell,
    net: buy - sell,
    netQuote: buyQuote - sellQuote,
    trades: windowCount(window),
    vwap: buy + sell > 0 ? (buyQuote + sellQuote) / (buy + sell) : null,
    complete: isComplete(window),
  };
}
