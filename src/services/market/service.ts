import {
  backendUnavailable,
  nearNames,
  splitVenue,
  symbolNotIndexed,
  US_PER_MS,
  venueNames,
  type AskedMarket,
  type Clock,
  type CodedError,
  type InstrumentId,
  type VenueId,
} from '../../core/index.ts';
import type { RawLog } from '../../runtime/raw-log/index.ts';
import { makeAnomalies } from './anomalies-answer.ts';
import type { AnswerBase, BusHealth, MarketService } from './answers.ts';
import { makeCandles } from './candles-answer.ts';
import { makeChanges } from './changes.ts';
import { makeDataHealth } from './data-health.ts';
import { makeFeatures } from './features-answer.ts';
import { makeEstimate } from './execution-estimate.ts';
import { makeLargestTrades } from './largest-trades.ts';
import { findMarket, isConflict, marketsOfCoin, findRow, latestNames, venuesAsked } from './find-market.ts';
import { makeHeat } from './heat-answer.ts';
import { readLatestRow } from './latest-row.ts';
import { makeLatest, makeRowLatest } from './latest.ts';
import { listMarkets } from './list-markets.ts';
import { makeLiquidations } from './liquidation-sums.ts';
import { makeLiquidity } from './liquidity.ts';
import { readMarket, type BaseReading, type Reading } from './reading.ts';
import { marketState, streamsIn } from './standing.ts';
import { makeReport } from './report.ts';
import { makeBook, makeFlow, makeTrades } from './small-answers.ts';
import type { MarketSource } from './source.ts';
import { makeVpin } from './vpin.ts';

export interface MarketServiceOptions {
  readonly engine: MarketSource;
  readonly clock: Clock;
  readonly rawLog: Pick<RawLog, 'status'> | null;
  /** Health of the bus, if there is one. */
  readonly bus?: () => BusHealth;
  /** Whether a market is not followed because unfollow_market ended that. Default: never. */
  readonly wasUnfollowed?: (venue: VenueId, symbol: string) => boolean;
  /** Milliseconds that a first query waits for the book to be synced. */
  readonly syncWaitMs: number;
  /** Runs `make`, which computes a report; may record its duration. */
  readonly timed?: <T>(make: () => T) => T;
}

const POLL_MS = 50;

/** The market service over an engine in this process. */
export function createMarketService({
  engine,
  clock,
  rawLog,
  bus,
  wasUnfollowed = () => false,
  syncWaitMs,
  timed = (make) => make(),
}: MarketServiceOptions): MarketService {
  const venuesFor = (query: { venue?: string | undefined }): string[] => venuesAsked(engine, venueNames(query));

  const known = (venue: readonly string[]): string[] => [
    ...new Set(
      [...engine.state.feeds].flatMap(([id, { symbols }]) =>
        venue.length === 0 || venue.includes(id)
          ? [...symbols.values()].filter(({ unknown }) => !unknown).map(({ symbol }) => symbol)
          : [],
      ),
    ),
  ];

  const notIndexed = (query: AskedMarket): CodedError => {
    const venues = [...engine.state.feeds.keys()];
    if (venues.length === 0) return backendUnavailable({ reason: 'no venue is followed yet' });
    const meant = splitVenue(query);
    const near = latestNames(engine, venuesAsked(engine, meant.venues));
    const coins = marketsOfCoin(engine, venuesAsked(engine, meant.venues), meant.symbol) ?? [];
    const unfollowed = venuesAsked(engine, meant.venues).flatMap((id): InstrumentId[] => {
      const symbol = engine.venue(id).nativeSymbol(meant.symbol);
      return wasUnfollowed(id, symbol) ? [`${id}:${symbol}`] : [];
    });
    const nowhere = venuesAsked(engine, meant.venues).length === 0 ? { venues } : {};
    return symbolNotIndexed({
      symbol: meant.symbol,
      venue: meant.venues.join(', ') || venues.join(', '),
      known: known(meant.venues),
      near: nearNames(meant.symbol, near),
      ...(coins.length > 1 ? { coins } : {}),
      ...(unfollowed.length > 0 ? { unfollowed } : {}),
      ...(isConflict(engine, meant.venues) ? { conflict: true } : {}),
      source: engine.source,
      ...(findRow(engine, query) === null ? {} : { latest: 'here' as const }),
      ...nowhere,
    });
  };

  const find = (query: AskedMarket): InstrumentId => {
    const id = findMarket(engine, query);
    if (id === null) throw notIndexed(query);
    return id;
  };

  const rowOf = (query: AskedMarket): BaseReading | null => {
    const row = findRow(engine, query);
    return row && readLatestRow(engine, row.venue, row.symbol, Math.max(clock.now(), engine.state.now));
  };

  const read = (id: InstrumentId): Reading | null => readMarket(engine, id, Math.max(clock.now(), engine.state.now));

  /** Waits, up to the limit, for a book that was never synced. A book that was synced before is read at once. */
  const reading = async (query: AskedMarket): Promise<Reading> => {
    const id = find(query);
    const until = clock.now() + syncWaitMs * US_PER_MS;
    for (;;) {
      const now = read(id);
      // The market was unfollowed during the wait.
      if (now === null) throw notIndexed(query);
      if (now.symbol.unknown)
        throw symbolNotIndexed({
          symbol: query.symbol,
          venue: now.market.venue,
          known: known([now.market.venue]).filter((symbol) => symbol !== now.market.symbol),
          source: engine.source,
        });
      const state = marketState(now.symbol);
      const ready = state === 'synced' || (now.symbol.book.lastSyncedAt !== null && state !== 'syncing');
      if (ready || clock.now() >= until) return heard(now);
      await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
    }
  };

  /** Throws if the market never received anything. */
  const heard = (now: Reading): Reading => {
    const streams = streamsIn(now.symbol);
    if (streams.every(([, { lastAt }]) => lastAt === null) && now.symbol.book.lastSyncedAt === null)
      throw backendUnavailable({
        reason: `nothing has arrived from ${now.market.venue} for ${now.market.symbol}: ${streams[0]?.[1].state ?? 'connecting'}, ${streams[0]?.[1].reason ?? 'it has no stream'}`,
      });
    return now;
  };

  /** Removes the receipt's grounds from an answer whose inputs may not reach the log. */
  const provable = <T extends AnswerBase>(answer: T): T => {
    const status = rawLog?.status();
    if (status === undefined || status.state === 'writing' || answer.grounds === null) return answer;
    const why = `No receipt: the raw log is ${status.state}${status.reason === null ? '' : `, ${status.reason}`}.`;
    return { ...answer, grounds: null, caveats: [...answer.caveats, why] };
  };

  return {
    listMarkets: async (query) => provable(listMarkets(engine, venuesFor(query), query, Math.max(clock.now(), engine.state.now))),
    getReport: async (query) => {
      const now = await reading(query);
      return provable(timed(() => makeReport(now)));
    },
    getBook: async (query) => provable(makeBook(await reading(query), query.depth)),
    getTrades: async (query) => {
      const { limit, beforeId, largestInSec } = query;
      const now = await reading(query);
      return provable(
        largestInSec === undefined ? makeTrades(now, limit, beforeId) : makeLargestTrades(now, limit, largestInSec),
      );
    },
    getLatest: async (query) => {
      const row = findMarket(engine, query) === null ? rowOf(query) : null;
      return provable(row === null ? makeLatest(await reading(query), query.prints) : makeRowLatest(row));
    },
    getLiquidations: async (query) => provable(makeLiquidations(await reading(query), query)),
    getCandles: async (query) => provable(makeCandles(await reading(query), query.interval, query.limit)),
    getFlow: async (query) => provable(makeFlow(await reading(query), query.windows)),
    getVpin: async (query) => provable(makeVpin(await reading(query))),
    getFeatures: async (query) => provable(makeFeatures(await reading(query))),
    getLiquidity: async (query) => provable(makeLiquidity(await reading(query), query)),
    estimateExecution: async (query) => provable(makeEstimate(await reading(query), query)),
    getChanges: async (query) => provable(makeChanges(await reading(query), query.minutes)),
    getHeat: async (query) => makeHeat(await reading(query), query),
    getAnomalies: async ({ symbol, venue, ...query }) => {
      const readings =
        symbol === undefined
          ? [...engine.state.markets.values()]
              .flatMap(({ id, venue: own }) => (venuesFor({ venue }).includes(own) ? read(id) : null) ?? [])
              .filter(({ symbol: { unknown } }) => !unknown)
          : [await reading({ symbol, venue })];
      return provable(makeAnomalies(engine, readings, query, Math.max(clock.now(), engine.state.now)));
    },
    getDataHealth: async ({ symbol, venue }) => {
      const symbols = symbol === undefined ? undefined : [find({ symbol, venue })];
      const venueId = venue === undefined ? undefined : (venuesFor({ venue })[0] ?? venue);
      const at = Math.max(clock.now(), engine.state.now);
      return provable(makeDataHealth(engine, at, rawLog?.status() ?? null, { venue: venueId, symbols }, bus?.()));
    },
  };
}
