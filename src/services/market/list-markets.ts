import { SIMULATED_CAVEAT, symbolKey, toRfc3339, type Micros, type VenueId } from '../../core/index.ts';
import type { MarketsAnswer, MarketsQuery } from './answers.ts';
import { isUnknown } from './find-market.ts';
import { readLatestRow } from './latest-row.ts';
import { latestMarketRow, marketRow, rowAbsences, rowsBase } from './market-row.ts';
import { absent, emptyCaveats, groundsOf, readMarket, spanOf, type Reading } from './reading.ts';
import type { MarketSource } from './source.ts';
import { worstState } from './standing.ts';
import { whyNoLast } from './ticker.ts';

/** Markets of tier latest in an answer that names no limit: about 4,000 tokens. */
const PAGE = 40;

type Row = MarketsAnswer['markets'][number];

/** The followed markets of some venues, or those of which only the newest values are kept. */
export function listMarkets(
  engine: MarketSource,
  venues: readonly VenueId[],
  { tier = 'followed', search, after, limit = tier === 'latest' ? PAGE : undefined }: MarketsQuery,
  at: Micros,
): MarketsAnswer {
  const page = { search, after, limit };
  const {
    markets,
    next_after,
    absent: why,
  } = tier === 'followed' ? followedRows(engine, venues, page, at) : latestRows(engine, venues, page, at);
  const feeds = [...engine.state.feeds].filter(([venue]) => venues.includes(venue));
  const here = [...engine.state.markets.values()].filter(({ venue }) => venues.includes(venue));
  const lacking = here.filter((market) => isUnknown(engine, market.venue, market.symbol)).map(({ id }) => id);
  const followed = here.length - lacking.length;
  const isKnown = feeds.every(([, { latest }]) => latest !== undefined);
  return {
    as_of: toRfc3339(at),
    source: engine.source,
    state: worstState(markets.map(({ state }) => state)),
    ...(tier === 'followed' ? rowsBase(markets, at) : { age_ms: oldestOf(markets), coverage: spanOf(null, null, false) }),
    caveats: [
      ...(engine.source === 'simulated' ? [SIMULATED_CAVEAT] : []),
      ...emptyCaveats(engine, followed),
      ...(lacking.length === 0 ? [] : [`To be followed, but their venues have no such symbol: ${lacking.join(', ')}.`]),
    ],
    inputs: [],
    grounds: groundsOf(engine, new Set(markets.map(({ venue }) => venue)), at),
    markets,
    followed,
    latest: isKnown ? feeds.reduce((sum, [, { latest }]) => sum + (latest?.rows.size ?? 0), 0) : null,
    next_after,
    absent: [...why, ...(isKnown ? [] : [absent('latest', LATEST_ELSEWHERE)])],
  };
}

/** Why a process without feeds knows no market of tier latest. */
export const LATEST_ELSEWHERE = 'the process with the role ingest has the markets of tier latest';

type Page = Pick<MarketsQuery, 'search' | 'after' | 'limit'>;
type Listed = Pick<MarketsAnswer, 'markets' | 'next_after' | 'absent'>;

function followedRows(engine: MarketSource, venues: readonly VenueId[], page: Page, at: Micros): Listed {
  const all = [...engine.state.markets.values()].flatMap(({ id, venue, symbol }) =>
    venues.includes(venue) && !isUnknown(engine, venue, symbol) ? [{ instrument: id, symbol }] : [],
  );
  const { some, next_after } = paged(all, page);
  const readings = some.flatMap(({ instrument }) => readMarket(engine, instrument, at) ?? []);
  const markets = readings.map(marketRow);
  return { markets, next_after, absent: rowAbsences(markets, (i) => whyNoLast(readings[i] as Reading)) };
}

const WHY_LATEST =
  'a market of tier latest has no definition and no trades: get_latest shows its values, follow_market brings the rest';

function latestRows(engine: MarketSource, venues: readonly VenueId[], page: Page, at: Micros): Listed {
  const all = venues.flatMap((venue) =>
    Array.from(engine.state.feeds.get(venue)?.latest?.rows.keys() ?? [], (symbol) => ({
      instrument: `${venue}:${symbol}`,
      venue,
      symbol,
    })),
  );
  const { some, next_after } = paged(all, { ...page, after: page.after ?? '' });
  const markets = some.flatMap(({ venue, symbol }) => {
    const reading = readLatestRow(engine, venue, symbol, at);
    return reading === null ? [] : [latestMarketRow(reading)];
  });
  return { markets, next_after, absent: markets.length === 0 ? [] : [absent('markets', WHY_LATEST)] };
}

interface Named {
  readonly instrument: string;
  readonly symbol: string;
}

/** The markets that match, and where the next page begins. Pages go by id, so that a market that comes or goes moves no other. */
export function paged<M extends Named>(
  all: readonly M[],
  { search, after, limit }: Page,
): { some: M[]; next_after: string | null } {
  const found = search === undefined ? all : all.filter(({ symbol }) => matches(symbol, search));
  const isPaged = after !== undefined || limit !== undefined;
  const ordered = isPaged ? found.toSorted((a, b) => (a.instrument < b.instrument ? -1 : 1)) : found;
  const rest = after === undefined ? ordered : ordered.filter(({ instrument }) => instrument > after);
  const some = rest.slice(0, limit);
  return { some, next_after: some.length < rest.length ? (some.at(-1)?.instrument ?? null) : null };
}

/** Whether a symbol contains a text, in any spelling. */
function matches(symbol: string, search: string): boolean {
  const key = symbolKey(search);
  return symbol.toLowerCase().includes(search.toLowerCase()) || (key !== '' && symbolKey(symbol).includes(key));
}

function oldestOf(rows: readonly Row[]): number | null {
  const ages = rows.flatMap(({ data_age_ms: age }) => age ?? []);
  return ages.length === 0 || ages.length < rows.length ? null : Math.max(...ages);
}
