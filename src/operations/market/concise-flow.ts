import type { FlowAnswer } from '../../services/market/answers.ts';
import { conciseAbsences, conciseBase, round, roundSize, toSecond } from './concise.ts';

const QUOTE_DECIMALS = 2;

/** The flow with numbers rounded: sizes to six digits, amounts of quote currency to 2. */
export function conciseFlow(flow: FlowAnswer): FlowAnswer {
  const { cvd } = flow;
  return {
    ...flow,
    ...conciseBase(flow),
    orders_per_sec: round(flow.orders_per_sec, 2),
    net_flow_30s: roundSize(flow.net_flow_30s),
    windows: flow.windows.map((window) => ({
      ...window,
      buy: roundSize(window.buy),
      sell: roundSize(window.sell),
      net: roundSize(window.net),
      net_quote: round(window.net_quote, QUOTE_DECIMALS),
      vwap: round(window.vwap, 8),
      ofi: roundSize(window.ofi),
    })),
    absent: conciseAbsences(flow.absent),
    cvd: cvd && {
      ...cvd,
      live_since: toSecond(cvd.live_since),
      base: roundSize(cvd.base),
      quote: round(cvd.quote, QUOTE_DECIMALS),
    },
  };
}
