import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ListMarketsAnswer, Refusal, Topics, TradesMessage } from '../generated/api.ts';
import { takeColumns, type ColumnStore } from './columns.ts';
import { noLongerFollowed, notFollowed } from '../words/following.ts';
import { call } from './api.ts';
import { followMarket, isUnfollowed, wasUnfollowed, type Market, type Problem } from './stream.ts';

/** A message and its arrival time, ms on this machine's clock, from which its age is counted. */
export interface Received<T> {
  readonly message: T;
  readonly at: number;
}

export type MarketRow = ListMarketsAnswer['markets'][number];
export type Trade = TradesMessage['trades'][number];

/** `unfollowed`: the server answers but does not follow the market; `refused`: it refuses the stream for another reason. */
export type Link = 'opening' | 'live' | 'lost' | 'unfollowed' | 'refused';

export interface State {
  readonly markets: readonly MarketRow[];
  readonly market: Market | null;
  /** Markets to choose from while the address names none; null: all. */
  readonly choices: readonly MarketRow[] | null;
  /** What of the address was not read; null once a market is chosen on the page. */
  readonly note: string | null;
  /** Last known row of `market`, kept while the list no longer has it: shown figures need its units. */
  readonly row: MarketRow | null;
  /** Source of the data by the list of markets; null until the list has arrived. */
  readonly source: string | null;
  readonly link: Link;
  /** Arrival of the last message of any kind; null before the first. */
  readonly heard: number | null;
  readonly report: Received<Topics['report']> | null;
  readonly flow: Received<Topics['flow']> | null;
  readonly liquidity: Received<Topics['liquidity']> | null;
  readonly anomalies: Received<Topics['anomalies']> | null;
  readonly feeds: Received<Topics['feed_state']> | null;
  readonly heat: ColumnStore | null;
  readonly tape: Received<Topics['trades']> | null;
  readonly trades: readonly Trade[];
  /** Reasons for missing messages, by topic. */
  readonly problems: Readonly<Record<string, Problem>>;
  /** Why no market's data arrive at all, and what to do. */
  readonly failure: string | null;
}

const NOTHING_HEARD = {
  report: null,
  flow: null,
  liquidity: null,
  anomalies: null,
  feeds: null,
  heat: null,
  tape: null,
  trades: [],
  problems: {},
} as const;
const TRADES_KEPT = 60;

let state: State = {
  markets: [],
  market: null,
  choices: null,
  note: null,
  row: null,
  source: null,
  link: 'opening',
  heard: null,
  failure: null,
  ...NOTHING_HEARD,
};

type Slices = { readonly [N in keyof State]: Signal<State[N]> };
const slices = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, signal(value)])) as unknown as Slices;

/** The displayed state, one signal for each slice: a component that reads a slice renders again when that slice changes. */
export const shown: { readonly [N in keyof State]: ReadonlySignal<State[N]> } = slices;

/** Why the shown market has no current data, and what to do; null while they arrive, or if the server is gone. */
export const trouble: ReadonlySignal<string | null> = computed(() => {
  const problem = slices.problems.value['report'];
  return slices.failure.value ?? (problem === undefined ? null : `${problem.message} ${problem.advice}`);
});

let due = false;

/** Publishes changes once a frame, however many messages arrived, and never while the page is hidden. */
function publish(): void {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    batch(() => {
      for (const [name, slice] of Object.entries(slices)) slice.value = state[name as keyof State];
    });
  });
}

export const current = (): State => state;

export function change(part: Partial<State>): void {
  state = { ...state, ...part };
  publish();
}

const KEEP: { readonly [T in keyof Topics]: (message: Topics[T], at: number) => Partial<State> } = {
  report: (message, at) => ({ report: { message, at } }),
  flow: (message, at) => ({ flow: { message, at } }),
  liquidity: (message, at) => ({ liquidity: { message, at } }),
  anomalies: (message, at) => ({ anomalies: { message, at } }),
  feed_state: (message, at) => ({ feeds: { message, at } }),
  heatmap: (message) => ({ heat: takeColumns(state.heat, message) }),
  // The page neither shows nor requests these messages.
  alerts: () => ({}),
  // A restarted stream sends its backlog again; ids show which trades are already stored.
  trades: (message, at) => {
    const { trades } = message;
    const held = new Set(state.trades.map(({ id }) => id));
    const fresh = trades.filter(({ id }) => !held.has(id));
    return { tape: { message, at }, trades: [...fresh, ...state.trades].toSorted((a, b) => b.id - a.id).slice(0, TRADES_KEPT) };
  },
};

/** Removes the problem of a topic that has messages again; returns the same object if it had no problem. */
function solved(problems: State['problems'], topic: string): State['problems'] {
  if (!Object.hasOwn(problems, topic)) return problems;
  const { [topic]: _solved, ...others } = problems;
  return others;
}

/** Applies one message of a topic to the state. */
export function take<T extends keyof Topics>(topic: T, message: Topics[T], at: number): void {
  change({ ...KEEP[topic](message, at), problems: solved(state.problems, topic), link: 'live', heard: at, failure: null });
}

/** A topic with a problem loses its data, so that its panel shows the reason. The report stays: it is greyed under the reason. */
const WITHOUT: { readonly [topic: string]: Partial<State> } = {
  flow: { flow: null },
  liquidity: { liquidity: null },
  anomalies: { anomalies: null },
  feed_state: { feeds: null },
  heatmap: { heat: null },
  trades: { tape: null, trades: [] },
};

/** Applies the reason why a topic has no messages for now. */
export function takeProblem(problem: Problem, at: number): void {
  const problems = { ...state.problems, [problem.topic]: problem };
  change({ ...WITHOUT[problem.topic], problems, link: 'live', heard: at, failure: null });
}

const rowOf = (markets: readonly MarketRow[], market: Market | null): MarketRow | null =>
  markets.find(({ symbol, venue }) => symbol === market?.symbol && venue === market.venue) ?? null;

/** Applies the list of markets. */
export function takeMarkets({ markets, source }: Pick<ListMarketsAnswer, 'markets' | 'source'>): void {
  // Without a market, "recorded" may stand for an unknown source.
  const unknown = markets.length === 0 && source === 'recorded';
  change({ markets, row: rowOf(markets, state.market) ?? state.row, source: unknown ? state.source : source });
}

/** Applies the server's refusal to serve the market. The data of an unfollowed market go, because the server drops them too. */
export function takeRefusal(refusal: Refusal): void {
  const { market, report, link } = state;
  if (market === null) return;
  if (!isUnfollowed(refusal)) return change({ link: 'refused', failure: `${refusal.message} ${refusal.advice}` });
  if (link === 'unfollowed') return;
  const failure = report === null && !wasUnfollowed(refusal) ? notFollowed(market, state.source) : noLongerFollowed(market);
  change({ ...NOTHING_HEARD, link: 'unfollowed', failure });
}

let stop = () => {};

/** Follows another market and drops the data of the previous one at once. */
export function choose(market: Market, note: string | null = null): void {
  stop();
  history.replaceState(null, '', `?${new URLSearchParams({ symbol: market.symbol, venue: market.venue })}`);
  const row = rowOf(state.markets, market);
  change({ market, row, note, choices: null, failure: null, ...NOTHING_HEARD, link: 'opening', heard: null });
  stop = followMarket(market, {
    connected: () => {
      // After a restart, ids, prices and units may be of another run: each connection sends its own history.
      change(NOTHING_HEARD);
      call('list_markets', {}).then(takeMarkets, () => undefined);
    },
    message: (topic, message) => take(topic, message, Date.now()),
    problem: (problem) => takeProblem(problem, Date.now()),
    refused: (refusal) => {
      takeRefusal(refusal);
      // The other markets to choose from; without an answer the previous list stays.
      call('list_markets', {}).then(takeMarkets, () => undefined);
    },
    lost: () => change({ link: 'lost', failure: null }),
  });
}
