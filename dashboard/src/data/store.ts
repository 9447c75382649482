import { useEffect, useState } from 'preact/hooks';
import type { ListMarketsAnswer, Topics, TradesMessage } from '../generated/api.ts';
import { takeColumns, type ColumnStore } from './columns.ts';
import { followMarket, type Market, type Problem } from './stream.ts';

/** A message and when it came, ms on this machine's clock: its age goes on from there. */
export interface Received<T> {
  readonly message: T;
  readonly at: number;
}

export type MarketRow = ListMarketsAnswer['markets'][number];
export type Trade = TradesMessage['trades'][number];

export interface Link {
  readonly state: 'opening' | 'live' | 'lost';
  /** When anything was last heard; null before the first. */
  readonly heard: number | null;
}

export interface State {
  readonly markets: readonly MarketRow[];
  readonly market: Market | null;
  /** What the data are of, as the list of markets has it; null before. */
  readonly source: string | null;
  readonly link: Link;
  readonly report: Received<Topics['report']> | null;
  readonly flow: Received<Topics['flow']> | null;
  readonly liquidity: Received<Topics['liquidity']> | null;
  readonly anomalies: Received<Topics['anomalies']> | null;
  readonly feeds: Received<Topics['feed_state']> | null;
  readonly heat: ColumnStore | null;
  readonly tape: Received<Topics['trades']> | null;
  readonly trades: readonly Trade[];
  /** By topic: why there is no message. */
  readonly problems: Readonly<Record<string, Problem>>;
  /** Why nothing could be asked at all. */
  readonly failure: string | null;
}

const NOTHING_HEARD = {
  report: null,
  flow: null,
  liquidity: null,
  anomalies: null,
  heat: null,
  tape: null,
  trades: [],
  problems: {},
} as const;
const TRADES_KEPT = 60;

let state: State = {
  markets: [],
  market: null,
  source: null,
  link: { state: 'opening', heard: null },
  feeds: null,
  failure: null,
  ...NOTHING_HEARD,
};
const readers = new Set<() => void>();
let due = false;

/** Tells readers once a frame, however many messages came. */
function tell(): void {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    for (const reader of [...readers]) reader();
  });
}

export const current = (): State => state;

export function change(part: Partial<State>): void {
  state = { ...state, ...part };
  tell();
}

export function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => void readers.delete(reader);
}

/** The state, and a new rendering when it changes. */
export function useStore(): State {
  const [seen, see] = useState(state);
  useEffect(() => {
    see(state);
    return subscribe(() => see(state));
  }, []);
  return seen;
}

const KEEP: { readonly [T in keyof Topics]: (message: Topics[T], at: number) => Partial<State> } = {
  report: (message, at) => ({ report: { message, at } }),
  flow: (message, at) => ({ flow: { message, at } }),
  liquidity: (message, at) => ({ liquidity: { message, at } }),
  anomalies: (message, at) => ({ anomalies: { message, at } }),
  feed_state: (message, at) => ({ feeds: { message, at } }),
  heatmap: (message) => ({ heat: takeColumns(state.heat, message) }),
  // Not asked for: the page has no place for them.
  alerts: () => ({}),
  // A stream that begins anew sends its backlog again: ids tell what is held already.
  trades: (message, at) => {
    const { trades } = message;
    const held = new Set(state.trades.map(({ id }) => id));
    const fresh = trades.filter(({ id }) => !held.has(id));
    return { tape: { message, at }, trades: [...fresh, ...state.trades].toSorted((a, b) => b.id - a.id).slice(0, TRADES_KEPT) };
  },
};

let stop = () => {};

/** Follows another market; what was known of the one before is dropped at once. */
export function choose(market: Market): void {
  stop();
  history.replaceState(null, '', `?${new URLSearchParams({ symbol: market.symbol, venue: market.venue })}`);
  change({ market, failure: null, ...NOTHING_HEARD, link: { state: 'opening', heard: null } });
  stop = followMarket(market, {
    message: (topic, message) => {
      const { [topic]: _solved, ...problems } = state.problems;
      const at = Date.now();
      change({ ...KEEP[topic](message as never, at), problems, link: { state: 'live', heard: at } });
    },
    problem: (problem) =>
      change({ problems: { ...state.problems, [problem.topic]: problem }, link: { state: 'live', heard: Date.now() } }),
    lost: () => change({ link: { ...state.link, state: 'lost' } }),
  });
}
