import { instrumentId, isFeedOnly, type InstrumentId, type Source, type Venue, type VenueId } from '../../core/index.ts';
import {
  clockFrame,
  factsOf,
  finish,
  fromCheckpointedFeed,
  fromCheckpoint,
  laterOf,
  reduce,
  startFeed,
  type Effect,
  type FeedState,
  type Input,
  type Steps,
} from '../../runtime/feed/index.ts';
import type { CheckpointSource, LogPosition } from '../../runtime/raw-log/index.ts';
import type { EngineState } from './engine-state.ts';
import { checkpointOtherSource, unplayable } from './errors.ts';
import { newHeatHistory, observeHeat, type HeatHistory } from './heat-history.ts';
import { captureParts, readParts, type StatePart } from './engine-parts.ts';
import { fromCheckpointedMarket, type HeldMarket } from './checkpointed-market.ts';
import type { MarketState } from './market-state.ts';
import { newMarket } from './new-market.ts';
import { passTime } from './pass-time.ts';
import { keptSymbols, type Selection } from './selection.ts';
import { takeEvent, type InputContext } from './take-event.ts';
import { settingsOf, type MarketSettings } from './settings.ts';
import type { MarketSource } from './source.ts';

export interface EngineOptions {
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly source: Source;
  readonly settings: MarketSettings;
  /** Whether the inputs come from a recording; answers and events then state this with their source. */
  readonly replayed?: true | undefined;
  /** Markets to follow; null for all. */
  readonly only?: Selection | null;
  /** Whether `apply` leaves a tick's work on the markets to `rest`. Default: it does all of it. */
  readonly inSteps?: boolean;
}

/**
 * All feeds, and the markets computed from their events. Synchronous, without clock or I/O. The same inputs give the same
 * state, so a log replays to the same answers, from its start or from any checkpoint.
 */
export interface Engine extends MarketSource {
  readonly state: Readonly<EngineState>;
  /** Each market's book per second, for the heat map; not part of the state. */
  readonly heat: ReadonlyMap<InstrumentId, HeatHistory>;
  /** Takes one input and its position in the raw log; returns the feed's commands and events. */
  apply(input: Input, position: LogPosition | null): readonly Effect[];
  /** What the last tick left undone, one market a step. Whatever is still undone is done before the next input and before any reading. */
  rest(): Steps;
  /** Captures the whole state part by part, each at the time it is requested. */
  capture(): CheckpointSource;
  /**
   * Loads parts captured at one moment. Call it in the order of the moments, and apply the inputs in between. The first
   * call resets the engine and sets the settings of the checkpoint. A feed or market without a part is not followed.
   * Throws TF_LOG_UNPLAYABLE, TF_MARKET_CHECKPOINT_OTHER_SOURCE.
   */
  load(parts: readonly StatePart[]): void;
  /** Continues from a checkpoint of an earlier build: the whole state as text. Throws like `load`. */
  restoreText(text: string): void;
}

export function createEngine({ venues, source, settings, replayed, only = null, inSteps = false }: EngineOptions): Engine {
  let state: EngineState = {
    source,
    settings: settingsOf(settings),
    feeds: new Map(),
    markets: new Map(),
    now: 0,
    ticked: 0,
    inputs: 0,
    position: null,
  };
  const heat = new Map<InstrumentId, HeatHistory>();

  /** Markets by the venue's own symbol, because building the id for each event is slow; cleared when markets change. */
  const byVenue = new Map<VenueId, ReadonlyMap<string, MarketState>>();

  const marketsOf = (venue: VenueId): ReadonlyMap<string, MarketState> => {
    const known = byVenue.get(venue);
    if (known !== undefined) return known;
    const some = [...state.markets.values()].filter((market) => market.venue === venue);
    const named = new Map(some.map((market) => [market.symbol, market]));
    byVenue.set(venue, named);
    return named;
  };

  const venueOf = (id: VenueId): Venue => {
    const venue = venues.get(id);
    if (venue === undefined) throw new Error(`no venue ${id} in this build`);
    return venue;
  };

  const feedOf = (id: VenueId): FeedState => {
    const feed = state.feeds.get(id);
    if (feed === undefined) throw new Error(`${id} is not followed`);
    return feed;
  };

  const start = (input: Extract<Input, { kind: 'start' }>): readonly Effect[] => {
    const { feed, effects } = startFeed(venueOf(input.venue), input);
    state.feeds.set(input.venue, feed);
    for (const symbol of keptSymbols(only, input.venue, [...feed.symbols.keys()])) begin(input, symbol);
    return effects;
  };

  const begin = ({ venue, at }: Input, symbol: string): void => {
    const id = instrumentId(venue, symbol);
    state.markets.set(id, newMarket(venue, symbol, at));
    byVenue.delete(venue);
    heat.set(id, newHeatHistory());
  };

  const end = ({ venue }: Input, symbol: string): void => {
    const id = instrumentId(venue, symbol);
    state.markets.delete(id);
    byVenue.delete(venue);
    heat.delete(id);
  };

  const advance = (input: Input): readonly Effect[] => {
    const feed = state.feeds.get(input.venue);
    if (feed === undefined) return [];
    const effects = reduce(venueOf(input.venue), feed, input);
    // Computed once, because the clock changes only with an input.
    let context: InputContext | null = null;
    for (const effect of effects) {
      if (effect.kind === 'follow' && effect.outcome === 'followed') begin(input, effect.symbol);
      if (effect.kind === 'follow' && effect.outcome === 'unfollowed') end(input, effect.symbol);
      // Skips quotes, which are most events, because markets don't use them.
      if (effect.kind !== 'event' || isFeedOnly(effect.event.type)) continue;
      const market = marketsOf(input.venue).get(effect.event.symbol);
      const symbol = feed.symbols.get(effect.event.symbol);
      if (market && symbol) takeEvent(market, symbol, effect.event, (context ??= contextOf(feed)));
    }
    if (input.kind === 'tick') undone = pass(feed, input.venue, (context ??= contextOf(feed)));
    if (!inSteps) settle();
    return effects;
  };

  /** The work on markets that a tick left undone. */
  let undone: Steps | null = null;

  const settle = (): void => {
    const steps = undone;
    undone = null;
    if (steps !== null) finish(steps);
  };

  /** Only the markets can be undone. */
  const view: Readonly<EngineState> = {
    get source() {
      return state.source;
    },
    get settings() {
      return state.settings;
    },
    get feeds() {
      return state.feeds;
    },
    get markets() {
      settle();
      return state.markets;
    },
    get now() {
      return state.now;
    },
    get ticked() {
      return state.ticked;
    },
    get inputs() {
      return state.inputs;
    },
    get position() {
      return state.position;
    },
  };

  const contextOf = ({ clock }: FeedState): InputContext => ({
    frame: clockFrame(clock),
    position: state.position,
    settings: state.settings,
  });

  function* pass(feed: FeedState, venue: VenueId, context: InputContext): Generator<undefined, void, undefined> {
    const now = feed.now - context.frame.offset;
    for (const symbol of feed.symbols.values()) {
      const market = marketsOf(venue).get(symbol.symbol);
      if (market === undefined) continue;
      passTime(market, symbol, now, context);
      const drawn = heat.get(market.id);
      if (drawn) observeHeat(drawn, market, symbol, now);
      yield;
    }
  }

  const take = (held: EngineState): void => {
    if (held.source !== source) throw checkpointOtherSource({ found: held.source, wanted: source });
    state = held;
    byVenue.clear();
    heat.clear();
    for (const id of state.markets.keys()) heat.set(id, newHeatHistory());
  };

  return {
    source,
    replayed,
    get settings() {
      return state.settings;
    },
    get heat() {
      settle();
      return heat;
    },
    state: view,
    rest: () => ({
      next() {
        const step = undone?.next();
        if (step?.done !== false) undone = null;
        return undone === null ? { done: true, value: undefined } : { done: false, value: undefined };
      },
    }),
    apply(input, position) {
      settle();
      state.position = position;
      state.now = laterOf(state.now, input.at);
      state.inputs++;
      if (input.kind === 'tick') state.ticked = laterOf(state.ticked, input.at);
      if (only !== null && !only.has(input.venue)) return [];
      return input.kind === 'start' ? start(input) : advance(input);
    },
    capture: () => captureParts(() => view),
    load(parts) {
      settle();
      try {
        const { basis, feeds, markets } = readParts(parts, venueOf);
        if (basis !== null) take({ ...basis, feeds: new Map(), markets: new Map() });
        for (const [id, feed] of feeds) state.feeds.set(id, feed);
        for (const [id, market] of markets) {
          state.markets.set(id, market);
          heat.set(id, newHeatHistory());
        }
        byVenue.clear();
      } catch (error) {
        throw unplayable(error, 'this version can not read a part of a checkpoint');
      }
    },
    restoreText(text) {
      try {
        // Older checkpoints lack settings and source.
        const held = {
          source,
          settings: settingsOf(settings),
          ...(fromCheckpoint(text) as EarlierEngine),
        };
        for (const [id, feed] of held.feeds) held.feeds.set(id, fromCheckpointedFeed(feed, venueOf(id)));
        const markets = new Map(Array.from(held.markets, ([id, market]) => [id, fromCheckpointedMarket(market)]));
        take(narrowed({ ...held, markets }, only));
      } catch (error) {
        throw unplayable(error, 'this version can not read a checkpoint');
      }
    },
    venue: venueOf,
    facts: (id, at) => factsOf(feedOf(id), at),
  };
}

/** The whole state in a checkpoint of an earlier build. */
type EarlierEngine = Omit<EngineState, 'settings' | 'source' | 'markets'> & {
  readonly markets: ReadonlyMap<InstrumentId, HeldMarket>;
};

/** The state reduced to a selection. */
function narrowed(state: EngineState, only: Selection | null): EngineState {
  if (only === null) return state;
  const feeds = new Map([...state.feeds].filter(([venue]) => only.has(venue)));
  const kept = new Map(
    Array.from(feeds, ([venue, { symbols }]) => [venue, new Set(keptSymbols(only, venue, [...symbols.keys()]))]),
  );
  return {
    ...state,
    feeds,
    markets: new Map([...state.markets].filter(([, { venue, symbol }]) => kept.get(venue)?.has(symbol))),
  };
}
