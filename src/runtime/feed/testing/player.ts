import {
  US_PER_MS,
  type Decoded,
  type DecodedDelta,
  type DecodedTrade,
  type FeedStateEvent,
  type MarketEvent,
  type Venue,
} from '../../../core/index.ts';
import { reduce, startFeed } from '../reduce.ts';
import type { FeedState } from '../state.ts';
import type { Effect, FeedSettings, Input } from '../types.ts';
import { instrument, levels, testVenue, wire } from './venue.ts';

const START = 1_800_000_000_000_000;

type Request = Extract<Effect, { kind: 'request' }>;
type Headers = Readonly<Record<string, string>>;

/** A feed controlled by a test: the test gives its inputs, and its effects are kept until they are read. */
export interface Player {
  readonly feed: FeedState;
  /** Advances time in ticks of a tenth of a second. */
  wait(ms: number): void;
  open(conn: number): void;
  frame(conn: number, ...items: readonly Decoded[]): void;
  text(conn: number, text: string): void;
  pong(conn: number): void;
  close(conn: number, status?: number): void;
  follow(symbol: string): void;
  unfollow(symbol: string): void;
  answer(request: Request, body: unknown, status?: number, headers?: Headers): void;
  /** All effects of a kind since the last call. */
  take<K extends Effect['kind']>(kind: K): Extract<Effect, { kind: K }>[];
  /** Events since the last call. */
  events(): MarketEvent[];
  /** Answers the definitions, opens the connection and syncs every book at update 100. */
  settle(): void;
}

export function play(settings: Partial<FeedSettings> = {}, venue: Venue = testVenue): Player {
  let at = START;
  const base = () => ({ venue: venue.card.id, at });
  const { feed, effects } = startFeed(venue, {
    kind: 'start',
    ...base(),
    settings: {
      symbols: ['AAA', 'BBB'],
      streams: ['book', 'trade', 'ticker', 'quote'],
      wsHosts: ['ws://one', 'ws://two'],
      restHosts: ['http://one', 'http://two'],
      seed: 1,
      backfillMinutes: 0,
      auditSeconds: 0,
      recorded: false,
      ...settings,
    },
  });
  let kept: Effect[] = effects;
  const put = (input: Input) => void kept.push(...reduce(venue, feed, input));
  const player: Player = {
    feed,
    wait(ms) {
      for (const end = at + ms * US_PER_MS; at < end;) {
        at = Math.min(end, at + 100 * US_PER_MS);
        put({ kind: 'tick', ...base() });
      }
    },
    open: (conn) => put({ kind: 'open', conn, ...base() }),
    frame: (conn, ...items) => put({ kind: 'frame', conn, text: wire(items), ...base() }),
    text: (conn, text) => put({ kind: 'frame', conn, text, ...base() }),
    pong: (conn) => put({ kind: 'pong', conn, ...base() }),
    close: (conn, status) => put({ kind: 'close', conn, code: 1006, reason: '', status: status ?? null, ...base() }),
    follow: (symbol) => put({ kind: 'follow', symbol, ...base() }),
    unfollow: (symbol) => put({ kind: 'unfollow', symbol, ...base() }),
    answer: ({ request, call }, body, status = 200, headers = {}) =>
      put({ kind: 'rest', request, call, status, headers, body: wire(body), ...base() }),
    take<K extends Effect['kind']>(kind: K) {
      const found = kept.filter((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind);
      kept = kept.filter((effect) => effect.kind !== kind);
      return found;
    },
    events: () => player.take('event').map(({ event }) => event),
    settle() {
      const [definitions] = player.take('request');
      if (definitions) player.answer(definitions, { kind: 'instruments', instruments: feed.settings.symbols.map(instrument) });
      const [connect] = player.take('connect');
      if (connect) player.open(connect.conn);
      for (const symbol of feed.settings.symbols) player.frame(connect?.conn ?? 1, delta(symbol, 100, 100));
      for (const request of player.take('request')) player.answer(request, snapshot(request.call.symbol ?? '', 99));
      player.take('event');
    },
  };
  return player;
}

/** An update that sets the size at 99 to its last id, so that a test can read which update was applied. */
export const delta = (symbol: string, first: number, last: number, changed: Partial<DecodedDelta> = {}): DecodedDelta => ({
  kind: 'book_delta',
  symbol,
  first,
  last,
  checksum: null,
  bids: levels(99, last),
  asks: levels(),
  tsEvent: START + last,
  ...changed,
});

export const snapshot = (symbol: string, last: number) => ({
  kind: 'book_snapshot' as const,
  symbol,
  last,
  checksum: null,
  bids: levels(99, 1, 98, 1),
  asks: levels(101, 1, 102, 1),
  tsEvent: null,
});

export const trade = (symbol: string, id: number, changed: Partial<DecodedTrade> = {}): DecodedTrade => ({
  kind: 'trade',
  symbol,
  id: String(id),
  price: 100,
  size: 1,
  side: 'buy',
  tsEvent: START + id,
  via: 'stream',
  ...changed,
});

/** State changes as `SYMBOL stream state`. */
export const states = (events: readonly MarketEvent[]): string[] =>
  events
    .filter((event): event is FeedStateEvent => event.type === 'feed_state')
    .map(({ symbol, stream, state }) => `${symbol} ${stream} ${state}`);

/** Ordinals of the trades among events. */
export const tradeIds = (events: readonly MarketEvent[]): number[] =>
  events.flatMap((event) => (event.type === 'trade' ? [event.ordinal] : []));
