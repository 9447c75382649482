import { CodedError, type Clock, type Log, type Venue } from '../core/index.ts';
import type { FollowingService, FollowQuery } from '../services/market/answers/following.ts';
import {
  createFollowing,
  createMarketMemory,
  type DefaultMarkets,
  type MarketMemory,
} from '../services/market/following/index.ts';
import { venues } from '../venues/index.ts';
import type { Config } from './config.ts';
import type { ServiceHost } from './services/row.ts';
import type { OpenedState } from './state.ts';

export interface OpenFollowing {
  readonly opened: OpenedState;
  readonly config: Config;
  readonly feeds: readonly { readonly venue: Venue; readonly symbols: readonly string[] }[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The markets that a run follows at its start, and the stored changes. */
export interface StartMarkets {
  readonly symbols: DefaultMarkets;
  /** Defaults that unfollow_market removed in an earlier run, as `venue:symbol`. */
  readonly unfollowed: readonly string[];
  /** The stored changes, or the reason why nothing can be changed. */
  readonly memory: MarketMemory | CodedError;
}

/** Reads the markets followed and unfollowed earlier. Without a usable state, the default markets are followed and can't be changed. */
export function startMarkets({ opened, config, feeds, clock, log }: OpenFollowing): StartMarkets {
  const defaults: DefaultMarkets = new Map(feeds.map(({ venue, symbols }) => [venue.card.id, symbols]));
  if (opened.state === null) return { symbols: defaults, unfollowed: [], memory: opened.refusal };
  const memory = createMarketMemory(opened.state, defaults, clock);
  if (config.MARKETS_AT_START === 'default') memory.clear();
  const { symbols, leftOut } = memory.atStart(config.MAX_MARKETS);
  if (leftOut.length > 0)
    log.warn({ leftOut, most: config.MAX_MARKETS }, 'markets above MAX_MARKETS stay stored but are not followed');
  const changed = Array.from(symbols, ([venue, now]) => ({ venue, now, before: defaults.get(venue) ?? [] }));
  const added = changed.flatMap(({ venue, now, before }) => without(now, before).map((symbol) => `${venue}:${symbol}`));
  const unfollowed = changed.flatMap(({ venue, now, before }) => without(before, now).map((symbol) => `${venue}:${symbol}`));
  if (added.length + unfollowed.length > 0)
    log.info(
      { added, unfollowed },
      'the followed markets differ from SYMBOLS by earlier changes; MARKETS_AT_START=default follows only SYMBOLS',
    );
  return { symbols, unfollowed, memory };
}

const without = (all: readonly string[], others: readonly string[]): string[] => all.filter((one) => !others.includes(one));

const MOST_RULES = 10_000;

/** The service that changes which markets are followed. */
export function openFollowing({ engine, drivers, memory, services, config, clock }: ServiceHost): FollowingService {
  if (memory instanceof CodedError) return refusingFollowing(memory);
  const alertsOn = async (isOn: (market: FollowQuery) => boolean): Promise<string[]> => {
    const { alerts } = await services();
    const { rules } = await alerts.list({ status: 'active', limit: MOST_RULES, fired: 0 });
    return rules.flatMap(({ id, input: { symbol, venue } }) =>
      typeof symbol === 'string' && isOn({ symbol, venue: typeof venue === 'string' ? venue : undefined }) ? [id] : [],
    );
  };
  return createFollowing({ engine, drivers, memory, built: venues, most: config.MAX_MARKETS, alertsOn, clock });
}

/** A service that refuses each call with the reason. */
function refusingFollowing(error: CodedError): FollowingService {
  const refuse = async (): Promise<never> => {
    throw error;
  };
  return { follow: refuse, unfollow: refuse };
}
