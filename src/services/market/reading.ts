import {
  type Grounds,
  SIMULATED_CAVEAT,
  toRfc3339,
  US_PER_MS,
  US_PER_SECOND,
  type InstrumentId,
  type Micros,
  type StreamKind,
  type VenueId,
} from '../../core/index.ts';
import { clockOffset, type FeedView, type StreamView, type SymbolView } from '../../runtime/feed/index.ts';
import type { Absence, AnswerBase, InputState } from './answers.ts';
import { BLIND_US, isBlind, whySilent } from './blindness.ts';
import type { MarketState } from './market-state.ts';
import type { MarketSource } from './source.ts';
import { sizeCaveats, unitCaveats } from './size-caveats.ts';
import { standing, worstState } from './standing.ts';

/** One instrument at a given time; the input of every answer. */
export interface Reading {
  readonly engine: MarketSource;
  readonly feed: FeedView;
  readonly symbol: SymbolView;
  readonly market: MarketState;
  /** Receive time of the answer. */
  readonly at: Micros;
  /** The same moment on the exchange's clock. */
  readonly exchangeAt: Micros;
}

/** What is known of a market whether it is followed or not. */
export interface BaseReading extends Omit<Reading, 'market'> {
  readonly market: Pick<MarketState, 'id' | 'venue' | 'symbol' | 'received'>;
}

/** Reads an instrument; null if it is not followed. */
export function readMarket(engine: MarketSource, id: InstrumentId, at: Micros): Reading | null {
  const market = engine.state.markets.get(id);
  const feed = market && engine.state.feeds.get(market.venue);
  const symbol = feed?.symbols.get(market?.symbol ?? '');
  if (market === undefined || feed === undefined || symbol === undefined) return null;
  return { engine, feed, symbol, market, at, exchangeAt: at - (clockOffset(feed.clock) ?? 0) };
}

export const ageMs = (lastAt: Micros | null, at: Micros): number | null =>
  lastAt === null ? null : Math.max(0, Math.round((at - lastAt) / US_PER_MS));

const inputOf = ({ market, at }: BaseReading, stream: StreamKind, status: StreamView): InputState => ({
  venue: market.venue,
  instrument: market.id,
  stream,
  state: status.state,
  age_ms: ageMs(status.lastAt, at),
  seq: status.seq,
});

/** Whether the book is usable: synced, with levels on both sides. */
export const isWhole = ({ symbol }: Reading): boolean =>
  symbol.book.phase === 'synced' && symbol.book.book.bid.count > 0 && symbol.book.book.ask.count > 0;

/** Why the book is unusable. An empty side is named here, because the stream's own reason doesn't name it. */
export function whyNoBook({ symbol: { book, streams } }: Reading): string {
  const empty = (['bid', 'ask'] as const).filter((side) => book.book[side].count === 0);
  if (book.phase !== 'synced' || empty.length === 0) return standing({ streams }, 'book');
  return empty.length === 2 ? 'the book is empty' : `the book has no ${empty[0]}s`;
}

/** Why book updates may have been missed; null while they are received. */
export function whyBookUnheard({ symbol, at }: Reading): string | null {
  return isBlind(symbol, 'book') ? standing(symbol, 'book') : whySilent(symbol, 'book', at, BLIND_US);
}

export interface BaseOptions {
  readonly streams: readonly StreamKind[];
  readonly coverage: AnswerBase['coverage'];
  readonly caveats?: readonly string[];
}

/**
 * Grounds of an answer about some venues: its position in the raw log, and the versions of their decoders. The boundary
 * makes the receipt from them. Null if no log has the inputs.
 */
export function groundsOf({ state, venue }: MarketSource, venues: Iterable<VenueId>, at: Micros): Grounds | null {
  if (state.position === null) return null;
  const { log = null, session, seq } = state.position;
  const point = { log, session, seq, afterUs: Math.max(0, at - state.now) };
  const decoders = Object.fromEntries(Array.from(venues, (id) => [id, venue(id).card.version]));
  return { evidence: { kind: 'log', points: [point] }, decoders };
}

/** Caveat of an answer about all markets while none is followed. */
export const NO_MARKET = 'No market is followed: call follow_market, over MCP through call_write_tool.';

/** Caveats that explain an answer without markets; empty if it has a market. `asked`: number of markets in the answer. */
export const emptyCaveats = (engine: MarketSource, asked: number): readonly string[] =>
  asked > 0 ? [] : engine.state.markets.size === 0 ? [NO_MARKET] : ['No market of the venue asked for is followed.'];

/** The common fields of every answer about one instrument. */
export function answerBase(reading: BaseReading, { streams, coverage, caveats = [] }: BaseOptions): AnswerBase {
  const { engine, at, symbol } = reading;
  const inputs = streams.flatMap((stream) => {
    const status = symbol.streams[stream];
    return status === undefined ? [] : [inputOf(reading, stream, status)];
  });
  const ages = inputs.map(({ age_ms }) => age_ms);
  const lacks = streams.filter((stream) => symbol.streams[stream] === undefined);
  return {
    as_of: toRfc3339(at),
    source: engine.source,
    ...(engine.replayed ? { replayed: engine.replayed } : {}),
    // Without any stream, an answer has the state of a closed connection.
    state: inputs.length === 0 ? 'down' : worstState(inputs.map(({ state }) => state)),
    age_ms: ages.length === 0 || ages.includes(null) ? null : Math.max(...(ages as number[])),
    coverage,
    caveats: [...caveatsOf(reading, streams), ...lacks.map((kind) => `No ${kind} stream: this market has none.`), ...caveats],
    inputs,
    grounds: groundsOf(engine, [reading.market.venue], at),
  };
}

/** A caveat while the offset of the exchange's clock is uncertain; windows then use receive times. */
function clockCaveats({ clock }: FeedView): string[] {
  if (clock.steppedAt === null) return [];
  const by = clock.skew === 0 ? 'over 2 s' : `${Math.round(Math.abs(clock.skew) / US_PER_SECOND)} s`;
  return [
    `The clock of the exchange or here has moved by ${by} since ${toRfc3339(clock.steppedAt)}: windows go by receive time, and the venue's own times and candles may be off.`,
  ];
}

/** What shows a lost trade if ids don't: the venue's candles if they are followed, else only a lost connection. */
const unprovenCaveat = ({ streams }: SymbolView): string =>
  streams.candle === undefined
    ? "Trade ids of this venue can't show whether a trade was lost: sums of trades are whole only as far as its connection shows."
    : "Trade ids of this venue can't show whether a trade was lost. The volume of its one-minute candles is compared with the trades: a loss may show only 5 s after the end of its minute, and not while a note in get_data_health says that the comparison pauses.";

function caveatsOf(reading: BaseReading, streams: readonly StreamKind[]): string[] {
  const { engine, feed, symbol } = reading;
  const caveats: string[] = [];
  if (engine.source === 'simulated') caveats.push(SIMULATED_CAVEAT);
  if (engine.state.position === null) caveats.push('No receipt: no raw log has these inputs.');
  if (engine.source === 'recorded') caveats.push('Recorded data: not the market as it is now.');
  if (symbol.instrument?.scaleFrom === 'digits')
    caveats.push('No instrument definition: the decimal scale is taken from the digits seen.');
  if (symbol.instrument?.status === 'halted') caveats.push('The venue says this market is halted.');
  if (streams.includes('trade') && engine.venue(reading.market.venue).trades.proof === 'none')
    caveats.push(unprovenCaveat(symbol));
  caveats.push(...clockCaveats(feed), ...unitCaveats(symbol), ...sizeCaveats(reading, streams));
  return caveats;
}

/**
 * A span of exchange time, stated on the clock of `as_of` like every age. It never ends after `as_of`, although the venue's clock
 * may be ahead of ours.
 */
export function spanHere(
  { at, exchangeAt }: Pick<Reading, 'at' | 'exchangeAt'>,
  from: Micros | null,
  to: Micros | null,
  isComplete: boolean,
): AnswerBase['coverage'] {
  const here = (time: Micros | null) => (time === null ? null : Math.min(at, time + (at - exchangeAt)));
  return spanOf(here(from), here(to), isComplete);
}

/** A span of receive time. An unknown span is never complete. */
export function spanOf(from: Micros | null, to: Micros | null, isComplete: boolean): AnswerBase['coverage'] {
  const timeOf = (at: Micros) => toRfc3339(Math.max(0, Math.round(at)));
  return from === null || to === null
    ? { from: null, to: null, complete: false }
    : { from: timeOf(from), to: timeOf(to), complete: isComplete };
}

/** Why a number is unknown, and when it will be known; null if that is unknown too. */
export type Unknown = Omit<Absence, 'field'>;

export const unknown = (reason: string, readyAt: Micros | null = null): Unknown => ({
  reason,
  ready_at: readyAt === null ? null : toRfc3339(Math.max(0, Math.round(readyAt))),
});

/** Explains a null of an answer. `field`: its path, or the path of an object or list that contains it. */
export const absent = (field: string, reason: string, readyAt: Micros | null = null): Absence => ({
  field,
  ...unknown(reason, readyAt),
});
