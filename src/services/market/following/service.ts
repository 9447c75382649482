import {
  splitVenue,
  type SplitMarket,
  backendUnavailable,
  invalidInput,
  nearNames,
  SIMULATED_CAVEAT,
  symbolNotIndexed,
  toRfc3339,
  type Clock,
  type CodedError,
  type InstrumentId,
  type Venue,
  type VenueId,
} from '../../../core/index.ts';
import type { Driver, FollowOutcome } from '../../../runtime/feed/index.ts';
import { findMarket, marketsOfCoin, latestNames, symbolMeant, venuesAsked } from '../find-market.ts';
import type { Engine } from '../engine.ts';
import { marketState } from '../standing.ts';
import type { FollowAnswer, FollowingService, FollowQuery } from '../answers/following.ts';
import { followFailed, followWithdrawn, marketNotListed, marketsFull, venueNeeded, venueNotFollowed } from '../errors.ts';
import type { MarketMemory } from './memory.ts';

export interface FollowingOptions {
  readonly engine: Pick<Engine, 'source' | 'state' | 'venue'>;
  /** Running feeds, by venue; empty before the start. */
  readonly drivers: ReadonlyMap<VenueId, Pick<Driver, 'change'>>;
  /** Every venue of this build, to distinguish unfollowed from unknown venues. */
  readonly built: ReadonlyMap<VenueId, Venue>;
  readonly memory: MarketMemory;
  /** Maximum number of markets. */
  readonly most: number;
  /** Ids of the active alerts whose market `isOn` accepts. */
  readonly alertsOn: (isOn: (market: FollowQuery) => boolean) => Promise<readonly string[]>;
  readonly clock: Clock;
}

/** Time limit: two requests of 10 s to the venue and a pause between them. After it, the market is not followed. */
export const FOLLOW_WAIT_MS = 25_000;

interface Meant {
  readonly venue: VenueId;
  readonly symbol: string;
}

/** Follows and unfollows markets of the feeds in this process. A change is on disk before it is answered. */
export function createFollowing(options: FollowingOptions): FollowingService {
  const { engine, drivers, built, memory, most, alertsOn, clock } = options;
  /** Pending attempts; a repeated call shares the pending one. */
  const attempts = new Map<InstrumentId, Promise<FollowAnswer>>();

  const feeds = () => engine.state.feeds;
  const idOf = ({ venue, symbol }: Meant): InstrumentId => `${venue}:${symbol}`;

  const followedNow = (): string[] =>
    [...feeds()].flatMap(([venue, { symbols }]) =>
      [...symbols.values()].filter(({ unknown }) => !unknown).map(({ symbol }) => `${venue}:${symbol}`),
    );
  const wantedNow = (): string[] => [...feeds()].flatMap(([venue, { wanted }]) => wanted.map((symbol) => `${venue}:${symbol}`));

  const driverOf = (venue: VenueId): Pick<Driver, 'change'> => {
    const driver = drivers.get(venue);
    if (driver === undefined) throw backendUnavailable({ reason: `the feed of ${venue} has not started yet` });
    return driver;
  };

  const base = ({ venue, symbol }: Meant) => ({
    as_of: toRfc3339(Math.max(clock.now(), engine.state.now)),
    source: engine.source,
    symbol,
    venue,
    instrument: idOf({ venue, symbol }),
    followed: followedNow().length,
    followed_most: most,
    caveats: [
      ...(engine.source === 'simulated' ? [SIMULATED_CAVEAT] : []),
      ...(followedNow().length === 0 ? ['No market is followed now: only follow_market can change that.'] : []),
    ],
  });

  /** The venues that a query may refer to. Throws TF_MARKET_VENUE_NOT_FOLLOWED. */
  const venuesOf = ({ venues }: SplitMarket): readonly VenueId[] => {
    const found = venuesAsked(engine, venues);
    if (found.length > 0) return found;
    if (feeds().size === 0) throw backendUnavailable({ reason: 'no venue is followed yet' });
    const venue = venues.join(', ');
    throw venueNotFollowed({ venue, followed: [...feeds().keys()], built: built.has(venue) });
  };

  const native = (venue: VenueId, symbol: string): string => {
    const own = engine.venue(venue).nativeSymbol(symbol);
    if (/[\p{L}\p{N}]/u.test(own)) return own;
    throw invalidInput({ operation: 'follow_market', problems: [`symbol: "${symbol}" names no instrument`] });
  };

  const following = (meant: Meant, outcome: FollowAnswer['outcome']): FollowAnswer => {
    const symbol = feeds().get(meant.venue)?.symbols.get(meant.symbol);
    if (symbol === undefined) throw followWithdrawn(meant);
    return { ...base(meant), outcome, state: marketState(symbol) };
  };

  const whyNot = (meant: Meant, decided: FollowOutcome, isLate: boolean): CodedError => {
    if (decided.outcome === 'unknown_symbol')
      return marketNotListed({
        ...meant,
        source: engine.source,
        known: [
          ...[...(feeds().get(meant.venue)?.symbols.values() ?? [])].flatMap(({ symbol, unknown }) => (unknown ? [] : symbol)),
          ...nearNames(meant.symbol, latestNames(engine, [meant.venue])),
        ],
      });
    if (decided.outcome === 'failed') return followFailed({ ...meant, reason: decided.detail });
    return isLate
      ? followFailed({ ...meant, reason: `it gave no answer in ${FOLLOW_WAIT_MS / 1_000} s` })
      : followWithdrawn(meant);
  };

  const attempt = async (meant: Meant): Promise<FollowAnswer> => {
    const driver = driverOf(meant.venue);
    let isLate = false;
    const outcome = driver.change('follow', meant.symbol);
    const cancel = clock.after(FOLLOW_WAIT_MS, () => {
      isLate = true;
      void driver.change('unfollow', meant.symbol);
    });
    const decided = await outcome;
    cancel();
    if (decided.outcome !== 'followed' && decided.outcome !== 'already_followed') throw whyNot(meant, decided, isLate);
    try {
      memory.remember(meant.venue, meant.symbol, 'follow');
    } catch (error) {
      // The change could not be stored, so it is undone before the error is reported.
      await driver.change('unfollow', meant.symbol);
      throw error;
    }
    return following(meant, decided.outcome);
  };

  return {
    async follow(asked) {
      const query = splitVenue(asked);
      const venues = venuesOf(query);
      const [venue] = venues;
      if (venue === undefined || venues.length > 1) throw venueNeeded({ symbol: query.symbol, venues });
      const held = symbolMeant(engine, venue, query.symbol);
      if (held !== null && feeds().get(venue)?.symbols.get(held)?.unknown === false)
        return following({ venue, symbol: held }, 'already_followed');
      const meant = { venue, symbol: held ?? native(venue, query.symbol) };
      const id = idOf(meant);
      const running = attempts.get(id);
      if (running !== undefined) return running;
      const all = [...followedNow(), ...wantedNow()];
      if (all.length >= most) throw marketsFull({ symbol: meant.symbol, most, followed: all });
      const made = attempt(meant);
      attempts.set(id, made);
      const end = () => void (attempts.get(id) === made && attempts.delete(id));
      made.then(end, end);
      return made;
    },

    async unfollow(asked) {
      const query = splitVenue(asked);
      const venues = venuesOf(query);
      const found = venues.flatMap((venue) => {
        const symbol = symbolMeant(engine, venue, query.symbol) ?? engine.venue(venue).nativeSymbol(query.symbol);
        const feed = feeds().get(venue);
        return feed?.symbols.has(symbol) || feed?.wanted.includes(symbol) ? [{ venue, symbol }] : [];
      });
      const [meant] = found;
      if (found.length > 1) throw venueNeeded({ symbol: query.symbol, venues: found.map(({ venue }) => venue) });
      if (meant === undefined) {
        const natives = venues.map((venue) => ({ venue, symbol: engine.venue(venue).nativeSymbol(query.symbol) }));
        // A market above a lowered MAX_MARKETS is stored, but was not followed at this start.
        const waiting = natives.find((one) => memory.stored(one.venue, one.symbol) === 'follow');
        if (waiting !== undefined) {
          memory.remember(waiting.venue, waiting.symbol, 'unfollow');
          return { ...base(waiting), outcome: 'unfollowed', alerts: [] };
        }
        const before = natives.find(
          (one) => memory.wasUnfollowed(one.venue, one.symbol) || memory.stored(one.venue, one.symbol) === 'unfollow',
        );
        if (before !== undefined) return { ...base(before), outcome: 'not_followed', alerts: [] };
        const listed = venues.flatMap((venue) => [...(feeds().get(venue)?.symbols.values() ?? [])]);
        const known = [...new Set(listed.filter(({ unknown }) => !unknown).map(({ symbol }) => symbol))];
        const coins = marketsOfCoin(engine, venues, query.symbol) ?? [];
        const near = nearNames(query.symbol, latestNames(engine, venues));
        const { source } = engine;
        throw symbolNotIndexed({
          symbol: query.symbol,
          venue: query.venues.join(', ') || venues.join(', '),
          known,
          near,
          ...(coins.length > 0 ? { coins } : {}),
          source,
        });
      }
      const alerts = await alertsOn((market) => findMarket(engine, market) === idOf(meant));
      const driver = driverOf(meant.venue);
      // Stored first, because storing can fail and unfollowing can't.
      memory.remember(meant.venue, meant.symbol, 'unfollow');
      attempts.delete(idOf(meant));
      const { outcome } = await driver.change('unfollow', meant.symbol);
      return {
        ...base(meant),
        outcome: outcome === 'unfollowed' ? 'unfollowed' : 'not_followed',
        alerts: [...alerts],
      };
    },
  };
}
