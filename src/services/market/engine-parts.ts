import { deserialize, serialize } from 'node:v8';
import { isRecord, type InstrumentId, type Venue, type VenueId } from '../../core/index.ts';
import { decodeState, encodeState, fromCheckpointedFeed, type FeedState, type LatestRow } from '../../runtime/feed/index.ts';
import type { CapturedPart } from '../../runtime/raw-log/index.ts';
import type { EngineState } from './engine-state.ts';
import { fromCheckpointedMarket, toCheckpointedMarket, type HeldMarket } from './checkpointed-market.ts';
import type { MarketState } from './market-state.ts';
import { keptSymbols, type Selection } from './selection.ts';

/** A part of an engine's state, as stored in the log. */
export interface StatePart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** State that belongs to no single feed or market. */
export type EngineBasis = Omit<EngineState, 'feeds' | 'markets'>;

const ENGINE = 'engine';
const NAMES = { feed: 'feed ', symbol: 'symbol ', latest: 'latest ', market: 'market ' } as const;
/** Rows of markets that are not followed in one part: at most 100 kB. */
const ROWS_A_PART = 250;

/**
 * Captures an engine's state: first the common state, then each venue's feed, then each market, one per step. A feed is
 * copied at one moment, because its parts depend on each other, and encoded later. A market is encoded at once.
 */
export function* captureParts(current: () => Readonly<EngineState>): Generator<Iterable<CapturedPart>, void, undefined> {
  const { feeds: _feeds, markets: _markets, ...basis } = current();
  yield [encoded(ENGINE, basis)];
  for (const venue of [...current().feeds.keys()]) {
    const feed = current().feeds.get(venue);
    if (feed !== undefined) yield captureFeed(venue, feed);
  }
  for (const id of [...current().markets.keys()]) {
    const market = current().markets.get(id);
    if (market !== undefined) yield [encoded(`${NAMES.market}${id}`, toCheckpointedMarket(market))];
  }
}

function encoded(name: string, value: unknown): CapturedPart {
  const bytes = encodeState(value);
  return { name, encode: () => bytes };
}

/** Copies plain data, at a tenth of the cost of encoding it, and encodes the copy later. */
function copied(name: string, value: unknown): CapturedPart {
  const copy = serialize(value);
  return { name, encode: () => encodeState(deserialize(copy)) };
}

function* captureFeed(venue: VenueId, feed: FeedState): Generator<CapturedPart, void, undefined> {
  const rows = [...feed.latest.rows.values()];
  const chunks = Array.from({ length: Math.ceil(rows.length / ROWS_A_PART) }, (_, i) =>
    rows.slice(i * ROWS_A_PART, (i + 1) * ROWS_A_PART),
  );
  yield copied(`${NAMES.feed}${venue}`, {
    ...feed,
    symbols: [...feed.symbols.keys()],
    latest: { ...feed.latest, rows: chunks.length },
  });
  for (const [symbol, state] of feed.symbols) yield copied(`${NAMES.symbol}${venue}:${symbol}`, state);
  // Rows are never changed, so they are encoded later without a copy.
  for (const [i, some] of chunks.entries())
    yield { name: `${NAMES.latest}${venue}:${i}`, encode: () => encodeState({ rows: some }) };
}

/** Whether a selection needs a part, by name. `names`: all parts of the checkpoint. */
export function partFilter(selection: Selection | null, names: readonly string[]): (name: string) => boolean {
  if (selection === null) return () => true;
  const wanted = new Set([ENGINE]);
  for (const venue of selection.keys()) {
    const under = (kind: string) => `${kind}${venue}:`;
    const symbolsOf = (kind: string) =>
      names.flatMap((name) => (name.startsWith(under(kind)) ? [name.slice(under(kind).length)] : []));
    wanted.add(`${NAMES.feed}${venue}`);
    for (const part of symbolsOf(NAMES.latest)) wanted.add(under(NAMES.latest) + part);
    for (const symbol of symbolsOf(NAMES.symbol)) wanted.add(under(NAMES.symbol) + symbol);
    for (const symbol of keptSymbols(selection, venue, symbolsOf(NAMES.market))) wanted.add(under(NAMES.market) + symbol);
  }
  return (name) => wanted.has(name);
}

/** The contents of parts captured at one moment. */
export interface LoadedParts {
  readonly basis: EngineBasis | null;
  readonly feeds: ReadonlyMap<VenueId, FeedState>;
  readonly markets: ReadonlyMap<InstrumentId, MarketState>;
}

/** Decodes parts that were captured together. Throws RangeError if they are invalid. */
export function readParts(parts: readonly StatePart[], venueOf: (id: VenueId) => Venue): LoadedParts {
  const byName = new Map(parts.map(({ name, bytes }) => [name, bytes]));
  let basis: EngineBasis | null = null;
  const feeds = new Map<VenueId, FeedState>();
  const markets = new Map<InstrumentId, MarketState>();
  for (const [name, bytes] of byName) {
    if (name === ENGINE) basis = recordOf(name, bytes) as unknown as EngineBasis;
    else if (name.startsWith(NAMES.feed)) {
      const venue = name.slice(NAMES.feed.length);
      feeds.set(venue, feedOf(venueOf(venue), recordOf(name, bytes), byName));
    } else if (name.startsWith(NAMES.market)) {
      const market = fromCheckpointedMarket(recordOf(name, bytes) as unknown as HeldMarket);
      markets.set(name.slice(NAMES.market.length) as InstrumentId, market);
    } else if (!name.startsWith(NAMES.symbol) && !name.startsWith(NAMES.latest))
      throw new RangeError(`${name} is an unknown part of the state`);
  }
  return { basis, feeds, markets };
}

function feedOf(venue: Venue, core: Readonly<Record<string, unknown>>, parts: ReadonlyMap<string, Uint8Array>): FeedState {
  const { symbols, latest } = core;
  const { id } = venue.card;
  if (!Array.isArray(symbols)) throw new RangeError(`the feed of ${id} has no symbols`);
  const states = symbols.map((symbol) => {
    const name = `${NAMES.symbol}${id}:${String(symbol)}`;
    const bytes = parts.get(name);
    if (bytes === undefined) throw new RangeError(`${name} is missing`);
    return [String(symbol), recordOf(name, bytes)] as const;
  });
  const table = isRecord(latest) ? { ...latest, rows: rowsOf(id, latest['rows'], parts) } : undefined;
  return fromCheckpointedFeed({ ...core, symbols: new Map(states), latest: table } as unknown as FeedState, venue);
}

/** The rows of a feed's numbered parts. */
function rowsOf(id: VenueId, count: unknown, parts: ReadonlyMap<string, Uint8Array>): FeedState['latest']['rows'] {
  const rows: FeedState['latest']['rows'] = new Map();
  for (let i = 0; i < Number(count); i++) {
    const name = `${NAMES.latest}${id}:${i}`;
    const bytes = parts.get(name);
    const some = bytes === undefined ? undefined : recordOf(name, bytes)['rows'];
    if (!Array.isArray(some)) throw new RangeError(`${name} is missing`);
    for (const row of some as readonly LatestRow[]) rows.set(row.symbol, row);
  }
  return rows;
}

function recordOf(name: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = decodeState(bytes);
  if (!isRecord(value)) throw new RangeError(`${name} is no record`);
  return value;
}
