import { join } from 'node:path';
import { US_PER_MS, type MarketEvent, type Touch, type Venue } from '../../src/core/index.ts';
import {
  fromCheckpoint,
  reduce,
  startFeed,
  toCheckpoint,
  type Effect,
  type FeedState,
  type Input,
} from '../../src/runtime/feed/index.ts';
import { openRecording } from '../../src/recordings/index.ts';
import { venueById } from '../../src/venues/index.ts';

/** The Binance recordings, by the path below the folder of recorded data. */
export const RECORDINGS = [
  'recordings/spot_btcusdt_20240808.gz',
  'recordings/spot_ethusdt_20240808.gz',
  'recordings/ethbtc-2020-11-01/ETHBTC_2020-11-01T09-00-00_update.json.gz',
  'recordings/btc-2026-02-16/lobdeep_btc_spot_2026-02-16_04.top50.jsonl.gz',
  'payloads/cryptofeed/BINANCE.0.gz',
  'recordings/usdm_btcusdt_20240808.gz',
  'payloads/cryptofeed/BINANCE_FUTURES.0.gz',
] as const;

const TICK_US = 100 * US_PER_MS;

/** A recording as the product replays it: its inputs, with ticks between them. */
export interface Replayed {
  readonly venue: Venue;
  readonly start: Extract<Input, { kind: 'start' }>;
  readonly inputs: readonly Input[];
}

export async function loadRecording(root: string, path: string): Promise<Replayed> {
  const recording = await openRecording(join(root, path));
  const venue = venueById(recording.venue);
  if (venue === undefined) throw new Error(`no venue ${recording.venue}`);
  const inputs: Input[] = [];
  let start: Replayed['start'] | null = null;
  let nextTick = 0;
  for await (const { input } of recording.inputs()) {
    if (input.kind === 'start') {
      start = input;
      nextTick = (Math.floor(input.at / TICK_US) + 1) * TICK_US;
      continue;
    }
    for (; nextTick <= input.at; nextTick += TICK_US) inputs.push({ kind: 'tick', venue: input.venue, at: nextTick });
    inputs.push(input);
  }
  if (start === null) throw new Error(`${path} has no start`);
  return { venue, start, inputs };
}

const eventsOf = (effects: readonly Effect[]): readonly MarketEvent[] =>
  effects.flatMap((effect) => (effect.kind === 'event' ? [effect.event] : []));

const sameTouch = (a: Touch, b: Touch): boolean =>
  a.bid === b.bid && a.bidSize === b.bidSize && a.ask === b.ask && a.askSize === b.askSize;

export interface Tally {
  readonly gaps: readonly string[];
  readonly quarantined: number;
  readonly deltas: number;
  readonly quotes: number;
  /** Number of quotes whose update id is that of an emitted book. */
  readonly compared: number;
  /** Keys of the compared quotes that differ from the book. */
  readonly apart: readonly string[];
}

/** Runs a recording through the feed and compares every touch with the quote of the same update id. */
export function tallyOf({ venue, start, inputs }: Replayed): Tally {
  const { feed } = startFeed(venue, start);
  const touches = new Map<string, Touch>();
  const quotes = new Map<string, Touch>();
  const gaps: string[] = [];
  let deltas = 0;
  for (const input of inputs) {
    for (const event of eventsOf(reduce(venue, feed, input))) {
      const key = `${event.symbol} ${event.seq}`;
      if (event.type === 'book_delta') deltas++;
      if ((event.type === 'book_delta' || event.type === 'book_snapshot') && event.touch !== null) touches.set(key, event.touch);
      else if (event.type === 'quote') quotes.set(key, event);
      else if (event.type === 'feed_state' && event.state === 'gap')
        gaps.push(`${event.symbol} ${event.stream}: ${event.reason}`);
    }
  }
  const met = [...quotes].filter(([key]) => touches.has(key));
  const apart = met.filter(([key, quote]) => !sameTouch(quote, touches.get(key) as Touch)).map(([key]) => key);
  return { gaps, quarantined: feed.quarantined, deltas, quotes: quotes.size, compared: met.length, apart };
}

/** Whether a frame changes a synced book. Removing a frame that the snapshot already includes loses nothing. */
function isNews(venue: Venue, feed: FeedState, input: Input): boolean {
  const [item] = input.kind === 'frame' ? venue.decode(input.text) : [];
  if (item?.kind !== 'book_delta') return false;
  const book = feed.symbols.get(item.symbol)?.book;
  return book?.phase === 'synced' && venue.book.bridge(book.last, item) === 'next';
}

/** For each input, the symbol of its depth update; null for other inputs. */
const depthSymbols = ({ venue, inputs }: Replayed): readonly (string | null)[] =>
  inputs.map((input) => {
    if (input.kind !== 'frame') return null;
    const [item] = venue.decode(input.text);
    return item?.kind === 'book_delta' ? item.symbol : null;
  });

export interface Removals {
  readonly removed: number;
  /** Removals that were not flagged exactly at the symbol's next depth frame. */
  readonly unflagged: readonly string[];
}

/**
 * Removes every `every`th depth frame that changes a synced book, and finds when the removal is flagged. Each removal uses its own
 * copy of the feed's state before that frame.
 */
export function removeFrames(replayed: Replayed, every: number): Removals {
  const { venue, start, inputs } = replayed;
  const symbols = depthSymbols(replayed);
  const { feed } = startFeed(venue, start);
  const unflagged: string[] = [];
  let [seen, removed] = [0, 0];
  inputs.forEach((input, at) => {
    const symbol = symbols[at] ?? null;
    const next = symbol === null ? -1 : symbols.indexOf(symbol, at + 1);
    if (symbol !== null && next > 0 && isNews(venue, feed, input) && seen++ % every === 0) {
      removed++;
      const flaggedAt = firstGap(replayed, fromCheckpoint(toCheckpoint(feed)) as FeedState, { symbol, from: at + 1, to: next });
      if (flaggedAt !== next) unflagged.push(`${symbol}, input ${at}: flagged at ${flaggedAt}, not ${next}`);
    }
    reduce(venue, feed, input);
  });
  return { removed, unflagged };
}

/** The input at which a gap of this book is declared; null if there is none up to `to`. Other books must have no gap. */
function firstGap(
  { venue, inputs }: Replayed,
  feed: FeedState,
  { symbol, from, to }: { readonly symbol: string; readonly from: number; readonly to: number },
): number | string | null {
  for (let at = from; at <= to; at++) {
    const gaps = eventsOf(reduce(venue, feed, inputs[at] as Input)).filter(
      (event) => event.type === 'feed_state' && event.stream === 'book' && event.state === 'gap',
    );
    const stranger = gaps.find((gap) => gap.symbol !== symbol);
    if (stranger) return `a gap of ${stranger.symbol}`;
    if (gaps.length > 0) return at;
  }
  return null;
}
