import {
  SIMULATED_CAVEAT,
  backendUnavailable,
  isAskedVenue,
  parseBounded,
  roleElsewhere,
  splitVenue,
  symbolKey,
  symbolNotIndexed,
  venueNames,
  toRfc3339,
  US_PER_SECOND,
  type Clock,
  type Micros,
  type Source,
  type Venue,
} from '../../../core/index.ts';
import { busSourceOther, KEYS, type Bus, type StreamInfo } from '../../../runtime/bus/index.ts';
import type { AnswerBase, BusHealth, DataHealthAnswer, MarketsAnswer, MarketService, StoredReport } from '../answers.ts';
import { ONLY_REPORTS_SHARED } from '../errors.ts';
import { keysOf } from '../names.ts';
import { newestGaps } from '../data-health.ts';
import { LATEST_ELSEWHERE, paged } from '../list-markets.ts';
import { rowAbsences, rowsBase } from '../market-row.ts';
import { absent } from '../reading.ts';
import { worstState } from '../standing.ts';
import { marketQueries } from '../questions.ts';
import { agedMarket, agedReport } from './aged.ts';
import type { StoredMarket } from './stored-market.ts';

export interface ReportServiceOptions {
  readonly bus: Bus;
  readonly venues: ReadonlyMap<string, Venue>;
  readonly clock: Clock;
  readonly roles: readonly string[];
  readonly health: () => BusHealth;
  /** Violations of the published schema by a report; empty if there are none. */
  readonly check: (report: StoredReport) => readonly string[];
}

interface Query {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

/** How long the list of streams is cached. */
const LIST_US = US_PER_SECOND;
const STORED_VERSION = 1;

/**
 * The market service of a process without feed or analysis. It answers from data that analysers stored, with ages
 * recomputed for the time of the answer, and names data that are not stored.
 */
export function createReportService({ bus, venues, clock, roles, health, check }: ReportServiceOptions): MarketService {
  let list: { readonly at: number; readonly streams: readonly StreamInfo[] } | null = null;

  const streams = async (names: readonly string[] = []): Promise<readonly StreamInfo[]> => {
    if (list === null || clock.now() - list.at > LIST_US) list = { at: clock.now(), streams: ofOneSource(await bus.streams()) };
    return list.streams.filter((info) => isAskedVenue(info.venue, venues.get(info.venue), names));
  };

  const find = async (asked: Query): Promise<StreamInfo> => {
    const { symbol, venues: names } = splitVenue(asked);
    const key = symbolKey(symbol);
    const followed = await streams(names);
    // The instrument that owns `report:{symbol}` has priority over others with the same symbol.
    const found = followed
      .toSorted((a, b) => Number(b.first) - Number(a.first))
      .find((info) => keysOf(info.symbol, null).includes(key));
    if (found !== undefined) return found;
    const [any] = await streams();
    if (any === undefined) throw backendUnavailable({ reason: 'no process publishes a market on the bus' });
    throw symbolNotIndexed({
      symbol,
      venue: names.join(', ') || 'any venue on the bus',
      known: followed.map((info) => info.symbol),
      latest: 'ingest',
      source: any.source,
    });
  };

  const storedMarkets = async (infos: readonly StreamInfo[]): Promise<StoredMarket[]> => {
    if (infos.length === 0) return [];
    const texts = await bus.get(infos.map((info) => KEYS.market(info.venue, info.symbol)));
    return texts.flatMap((text, index) => {
      const stored = text === null ? null : (parsed(text) as StoredMarket | null);
      return stored?.version === STORED_VERSION && stored.source === infos[index]?.source ? aged(stored, clock.now()) : [];
    });
  };

  const base = (source: Source | undefined, stored: readonly StoredMarket[], states: readonly DataHealthAnswer['state'][]) => ({
    as_of: toRfc3339(clock.now()),
    // No market is followed, so the answer is empty and its source arbitrary; unknown is never called live.
    source: source ?? 'recorded',
    state: worstState(states),
    age_ms: null,
    coverage: coverageOf(stored, states),
    caveats: [
      ...(source === 'simulated' ? [SIMULATED_CAVEAT] : []),
      ...(stored.length === 0 ? ['None of the requested markets is stored on the bus, so the answer is empty.'] : []),
    ],
    inputs: [],
    grounds: null,
  });

  const refuse = async (name: string, query?: Query): Promise<never> => {
    // A symbol that no process publishes is refused by its name, not by the role.
    if (query !== undefined && bus.status().state === 'up') await find(query);
    throw roleElsewhere({
      what: name === 'getHeat' ? 'the heat map' : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      needs: 'analyze',
      has: roles,
      why: ONLY_REPORTS_SHARED,
    });
  };

  return {
    ...marketQueries(async (name, query: Query) => refuse(name, query)),
    async getReport(query) {
      const info = await find(query);
      const [text = null] = await bus.get([KEYS.venueReport(info.venue, info.symbol)]);
      if (text === null) throw backendUnavailable({ reason: `no process has reported on ${info.venue}:${info.symbol} lately` });
      const report = parsed(text) as StoredReport | null;
      if (report === null || check(report).length > 0)
        throw backendUnavailable({ reason: `what is stored for ${info.venue}:${info.symbol} is no report of this version` });
      if (report.source !== info.source)
        throw busSourceOther({ where: `the report of ${info.venue}:${info.symbol}`, found: report.source, own: info.source });
      return agedReport(report, clock.now());
    },
    async listMarkets({ venue, tier, search, after }): Promise<MarketsAnswer> {
      if (tier === 'latest')
        throw roleElsewhere({ what: 'the tier latest', needs: 'ingest', has: roles, why: 'its values are not shared' });
      const infos = await streams(venueNames({ venue }));
      const stored = await storedMarkets(infos);
      const { some: markets, next_after } = paged(
        stored.map(({ row }) => row),
        { search, after },
      );
      return {
        ...base(
          infos[0]?.source,
          stored,
          markets.map(({ state }) => state),
        ),
        ...rowsBase(markets, clock.now()),
        markets,
        followed: stored.length,
        latest: null,
        next_after,
        absent: [...rowAbsences(markets, () => 'no price is stored for it yet'), absent('latest', LATEST_ELSEWHERE)],
      };
    },
    async getDataHealth({ symbol, venue }): Promise<DataHealthAnswer> {
      const bused = health();
      // Bus health must be reported even when the bus is down.
      const infos =
        bused.state === 'down'
          ? []
          : symbol === undefined
            ? await streams(venueNames({ venue }))
            : [await find({ symbol, venue })];
      const stored = await storedMarkets(infos);
      const all = stored.flatMap((market) => market.streams);
      const ages = all.map(({ age_ms }) => age_ms);
      return {
        ...base(
          infos[0]?.source,
          stored,
          all.map(({ state }) => state),
        ),
        age_ms: ages.length === 0 || ages.includes(null) ? null : Math.max(...(ages as number[])),
        started_at: null,
        venues: [...Map.groupBy(stored, (market) => market.venue.venue).values()].map(venueOf),
        ...newestGaps(
          stored.flatMap((market) => market.gaps ?? []),
          stored.reduce((sum, market) => sum + (market.gaps?.length ?? 0) + (market.gaps_left_out ?? 0), 0),
        ),
        streams: all,
        raw_log: {
          state: 'off',
          bytes: 0,
          segment: null,
          lag_ms: 0,
          reason: 'the log is kept by the process with the role ingest',
        },
        bus: bused,
      };
    },
    getAnomalies: () => refuse('getAnomalies'),
  };
}

/** Span of the times of the stored answers. */
function coverageOf(stored: readonly StoredMarket[], states: readonly DataHealthAnswer['state'][]): AnswerBase['coverage'] {
  const times = stored.map((market) => market.as_of).toSorted();
  const [from = null, to = null] = [times[0], times.at(-1)];
  return { from, to, complete: from !== null && states.length > 0 && states.every((state) => state === 'synced') };
}

/** Streams of the last announced source. Streams of another source, from an earlier run, may still be listed. */
function ofOneSource(all: readonly StreamInfo[]): readonly StreamInfo[] {
  const newest = all.reduce<StreamInfo | null>((last, info) => (last === null || info.at > last.at ? info : last), null);
  return all.filter(({ source }) => source === newest?.source);
}

/** A venue's health from what was stored with each of its instruments. */
function venueOf(markets: readonly StoredMarket[]): DataHealthAnswer['venues'][number] {
  const newest = markets.reduce((a, b) => (b.as_of > a.as_of ? b : a));
  const statuses = markets.map(({ venue: { status } }) => status);
  const [status = 'down'] = statuses;
  return { ...newest.venue, status: statuses.every((one) => one === status) ? status : 'degraded' };
}

/** A stored market as of now; empty if it can't be read although its version is ours. */
function aged(stored: StoredMarket, now: Micros): StoredMarket[] {
  try {
    return [agedMarket(stored, now)];
  } catch {
    return [];
  }
}

/** Longest report or market, characters. */
const MOST_STORED = 4 * 1024 * 1024;

/** Parses a stored text; null if it is invalid. */
function parsed(text: string): unknown {
  const read = parseBounded(text, { maxLength: MOST_STORED });
  return read.ok ? read.value : null;
}
