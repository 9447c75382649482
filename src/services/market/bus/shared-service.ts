import { isAskedVenue, splitVenue, symbolKey, type Clock, type Venue } from '../../../core/index.ts';
import type { BusHealth, MarketService } from '../answers.ts';
import { keysOf } from '../names.ts';
import { marketQueries } from '../questions.ts';
import { createMarketService } from '../service.ts';
import type { Analyser } from './analyser.ts';
import type { Mirror } from './mirror.ts';

export interface SharedServiceOptions {
  readonly analyser: Analyser;
  /** Answers about markets that this process does not analyse. */
  readonly reports: MarketService;
  readonly venues: ReadonlyMap<string, Venue>;
  readonly clock: Clock;
  readonly syncWaitMs: number;
  readonly health: () => BusHealth;
}

interface Query {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

/** The market service of an analysing process: full answers about its own symbols, stored answers about others. */
export function createSharedService({
  analyser,
  reports,
  venues,
  clock,
  syncWaitMs,
  health,
}: SharedServiceOptions): MarketService {
  const made = new WeakMap<Mirror, MarketService>();

  const serviceOf = (mirror: Mirror): MarketService => {
    const known = made.get(mirror);
    if (known !== undefined) return known;
    const service = createMarketService({ engine: mirror, clock, rawLog: null, bus: health, syncWaitMs });
    made.set(mirror, service);
    return service;
  };

  const has = (mirror: Mirror, asked: Query): boolean => {
    const { symbol, venues: names } = splitVenue(asked);
    const key = symbolKey(symbol);
    return [...mirror.state.feeds].some(
      ([id, { symbols }]) =>
        isAskedVenue(id, venues.get(id), names) &&
        [...symbols.values()].some((one) => keysOf(one.symbol, one.instrument).includes(key)),
    );
  };

  const find = (query: Query): MarketService => {
    const mirror = analyser.mirrors().find((one) => has(one, query));
    return mirror === undefined ? reports : serviceOf(mirror);
  };

  return {
    ...marketQueries((name, query) => find(query)[name](query)),
    getAnomalies: ({ symbol, ...query }) =>
      symbol === undefined
        ? reports.getAnomalies(query)
        : find({ symbol, venue: query.venue }).getAnomalies({ symbol, ...query }),
    listMarkets: (query) => reports.listMarkets(query),
    getDataHealth: (query) => reports.getDataHealth(query),
  };
}
