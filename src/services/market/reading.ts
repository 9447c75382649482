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
import { sizeCaveats } from './size-caveats.ts';
import { standing, worstState } from './standing.ts';

/** One instrument as it stands at a time: what every answer is made from. */
export interface Reading {
  readonly engine: MarketSource;
  readonly feed: FeedView;
  readonly symbol: SymbolView;
  readonly market: MarketState;
  /** Receive time that the answer is as of. */
  readonly at: Micros;
  /** The same moment on the exchange's clock. */
  readonly exchangeAt: Micros;
}

/** Looks an instrument up; null when it is not followed. */
export function readMarket(engine: MarketSource, id: InstrumentId, at: Micros): Reading | null {
  const market = engine.state.markets.get(id);
  const feed = market && engine.state.feeds.get(market.venue);
  const symbol = feed?.symbols.get(market?.symbol ?? '');
  if (market === undefined || feed === undefined || symbol === undefined) return null;
  return { engine, feed, symbol, market, at, exchangeAt: at - (clockOffset(feed.clock) ?? 0) };
}

export const ageMs = (lastAt: Micros | null, at: Micros): number | null =>
  lastAt === null ? null : Math.max(0, Math.round((at - lastAt) / US_PER_MS));

const inputOf = ({ market, at }: Reading, stream: StreamKind, status: StreamView): InputState => ({
  venue: market.venue,
  instrument: market.id,
  stream,
  state: status.state,
  age_ms: ageMs(status.lastAt, at),
  seq: status.seq,
});

/** Whether the book may be used: whole, in order, with something on both sides. */
export const isWhole = ({ symbol }: Reading): boolean =>
  symbol.book.phase === 'synced' && symbol.book.book.bid.count > 0 && symbol.book.book.ask.count > 0;

/** Why the book may not be used: its stream's own reason says nothing of a side that is empty. */
export function whyNoBook({ symbol: { book, streams } }: Reading): string {
  const empty = (['bid', 'ask'] as const).filter((side) => book.book[side].count === 0);
  if (book.phase !== 'synced' || empty.length === 0) return standing({ streams }, 'book');
  return empty.length === 2 ? 'the book is empty' : `the book has no ${empty[0]}s`;
}

/** Why the book may have changed unseen; null while its changes are heard. */
export function whyBookUnheard({ symbol, at }: Reading): string | null {
  return isBlind(symbol, 'book') ? standing(symbol, 'book') : whySilent(symbol, 'book', at, BLIND_US);
}

export interface BaseOptions {
  readonly streams: readonly StreamKind[];
  readonly coverage: AnswerBase['coverage'];
  readonly caveats?: readonly string[];
}

/**
 * What an answer about some venues rests on: its moment as the raw log names it, and their decoders. The boundary makes the
 * receipt of it. Null where no log has the inputs.
 */
export function groundsOf({ state, venue }: MarketSource, venues: Iterable<VenueId>, at: Micros): Grounds | null {
  if (state.position === null) return null;
  const { log = null, session, seq } = state.position;
  const point = { log, session, seq, afterUs: Math.max(0, at - state.now) };
  const decoders = Object.fromEntries(Array.from(venues, (id) => [id, venue(id).card.version]));
  return { evidence: { kind: 'log', points: [point] }, decoders };
}

/** What every answer about one instrument carries. */
export function answerBase(reading: Reading, { streams, coverage, caveats = [] }: BaseOptions): AnswerBase {
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
    // With no stream to rest on, an answer is as good as one of a connection that is down.
    state: inputs.length === 0 ? 'down' : worstState(inputs.map(({ state }) => state)),
    age_ms: ages.length === 0 || ages.includes(null) ? null : Math.max(...(ages as number[])),
    coverage,
    caveats: [...caveatsOf(reading, streams), ...lacks.map((kind) => `No ${kind} stream: this market has none.`), ...caveats],
    inputs,
    grounds: groundsOf(engine, [reading.market.venue], at),
  };
}

/** While the exchange's clock and ours disagree with before; windows then go by ours. */
function clockCaveats({ clock }: FeedView): string[] {
  if (clock.steppedAt === null) return [];
  const by = clock.skew === 0 ? 'over 2 s' : `${Math.round(Math.abs(clock.skew) / US_PER_SECOND)} s`;
  return [
    `The clock of the exchange or here has moved by ${by} since ${toRfc3339(clock.steppedAt)}: windows go by receive time, and the venue's own times and candles may be off.`,
  ];
}

function caveatsOf(reading: Reading, streams: readonly StreamKind[]): string[] {
  const { engine, feed, symbol } = reading;
  const caveats: string[] = [];
  if (engine.source === 'simulated') caveats.push(SIMULATED_CAVEAT);
  if (engine.state.position === null) caveats.push('No receipt: no raw log has these inputs.');
  if (engine.source === 'recorded') caveats.push('Recorded data: not the market as it is now.');
  if (symbol.instrument?.scaleFrom === 'digits')
    caveats.push('No instrument definition: the decimal scale is taken from the digits seen.');
  if (symbol.instrument?.status === 'halted') caveats.push('The venue says this market is halted.');
  // Such a loss shows only where the connection breaks as well.
  if (streams.includes('trade') && engine.venue(reading.market.venue).trades.proof === 'none')
    caveats.push('Trade ids of this venue show no lost trade: sums of trades are whole as far as its connection shows.');
  caveats.push(...clockCaveats(feed), ...sizeCaveats(reading, streams));
  return caveats;
}

/** A span of exchange time. One that is not known is never complete. */
export function spanOf(from: Micros | null, to: Micros | null, isComplete: boolean): AnswerBase['coverage'] {
  const timeOf = (at: Micros) => toRfc3339(Math.max(0, Math.round(at)));
  return from === null || to === null
    ? { from: null, to: null, complete: false }
    : { from: timeOf(from), to: timeOf(to), complete: isComplete };
}

/** Why a number is not known, and when it will be; null where that is unknown too. */
export type Unknown = Omit<Absence, 'field'>;

export const unknown = (reason: string, readyAt: Micros | null = null): Unknown => ({
  reason,
  ready_at: readyAt === null ? null : toRfc3339(Math.max(0, Math.round(readyAt))),
});

/** One entry a path: `field` is the path of a null in the answer, or of what all of it is part of. */
export const absent = (field: string, reason: string, readyAt: Micros | null = null): Absence => ({
  field,
  ...unknown(reason, readyAt),
});
