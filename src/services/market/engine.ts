import {
  instrumentId,
  isFeedOnly,
  type InstrumentId,
  type Micros,
  type Source,
  type Venue,
  type VenueId,
} from '../../core/index.ts';
import {
  clockFrame,
  factsOf,
  fromCheckpointedFeed,
  fromCheckpoint,
  laterOf,
  reduce,
  startFeed,
  toCheckpoint,
  type Effect,
  type FeedState,
  type Input,
} from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import { checkpointOtherSource, unplayable } from './errors.ts';
import { newHeatHistory, observeHeat, type HeatHistory } from './heat-history.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import type { MarketState } from './market-state.ts';
import { newMarket } from './new-market.ts';
import { passTime } from './pass-time.ts';
import { takeEvent } from './take-event.ts';
import { settingsOf, type MarketSettings } from './settings.ts';
import type { MarketSource } from './source.ts';

/** Feeds and markets of one run, as plain data. */
interface EngineState {
  /** What the data are of; in the state, so that a checkpoint under another label is refused. */
  source: Source;
  /** What the numbers are made by; part of the state, so that a log says it. */
  settings: MarketSettings;
  feeds: Map<VenueId, FeedState>;
  markets: Map<InstrumentId, MarketState>;
  /** The latest time any input had. */
  now: Micros;
  /** The latest tick, so that what is done once a second goes on in step from a checkpoint. */
  ticked: Micros;
  inputs: number;
  /** Where the latest input stands in the raw log, which evidence and receipts cite; null where there is no log. */
  position: LogPosition | null;
}

export interface EngineOptions {
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly source: Source;
  readonly settings: MarketSettings;
  /** Its inputs come from a recording; answers and events then say so beside their source. */
  readonly replayed?: true | undefined;
}

/**
 * All feeds and what is made of their events. Synchronous and without clock or I/O: the same inputs give the same state,
 * so a log replays to the same answers, from its start or from any checkpoint.
 */
export interface Engine extends MarketSource {
  readonly state: Readonly<EngineState>;
  /** Each market's book by the second, to be drawn; no part of the state. */
  readonly heat: ReadonlyMap<InstrumentId, HeatHistory>;
  /** Takes one input, and where the raw log has it; returns what the feed wants done and says. */
  apply(input: Input, position: LogPosition | null): readonly Effect[];
  /** The whole state as text. */
  checkpoint(): string;
  /** Continues from a checkpoint, under the settings that it was made with. Throws TF_LOG_UNPLAYABLE, TF_MARKET_CHECKPOINT_OTHER_SOURCE. */
  restore(text: string): void;
}

/** The state as one text, made market by market: written in one go its buffer doubles past all else in memory. */
function checkpointOf({ markets, ...rest }: EngineState): string {
  const texts = Array.from(markets, ([id, market]) => toCheckpoint([id, toCheckpointedMarket(market)]));
  return `${toCheckpoint(rest).slice(0, -1)},"markets":{"$map":[${texts.join(',')}]}}`;
}

export function createEngine({ venues, source, settings, replayed }: EngineOptions): Engine {
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
    for (const symbol of feed.symbols.keys()) {
      state.markets.set(instrumentId(input.venue, symbol), newMarket(input.venue, symbol, input.at));
      heat.set(instrumentId(input.venue, symbol), newHeatHistory());
    }
    return effects;
  };

  const advance = (input: Input): readonly Effect[] => {
    const feed = state.feeds.get(input.venue);
    if (feed === undefined) return [];
    const effects = reduce(venueOf(input.venue), feed, input);
    const frame = clockFrame(feed.clock);
    const context = { frame, position: state.position, settings: state.settings };
    for (const effect of effects) {
      // Quotes are most of what comes, and no market keeps one.
      if (effect.kind !== 'event' || isFeedOnly(effect.event.type)) continue;
      const market = state.markets.get(instrumentId(input.venue, effect.event.symbol));
      const symbol = feed.symbols.get(effect.event.symbol);
      if (market && symbol) takeEvent(market, symbol, effect.event, context);
    }
    if (input.kind === 'tick') {
      state.ticked = laterOf(state.ticked, input.at);
      for (const symbol of feed.symbols.values()) {
        const id = instrumentId(input.venue, symbol.symbol);
        const market = state.markets.get(id);
        const drawn = heat.get(id);
        if (market) passTime(market, symbol, feed.now - frame.offset, context);
        if (market && drawn) observeHeat(drawn, market, symbol, feed.now - frame.offset);
      }
    }
    return effects;
  };

  return {
    source,
    replayed,
    get settings() {
      return state.settings;
    },
    heat,
    get state() {
      return state;
    },
    apply(input, position) {
      state.position = position;
      state.now = laterOf(state.now, input.at);
      state.inputs++;
      return input.kind === 'start' ? start(input) : advance(input);
    },
    checkpoint: () => checkpointOf(state),
    restore(text) {
      try {
        // Older checkpoints have neither settings nor source.
        const held = {
          source,
          settings: settingsOf(settings),
          ...(fromCheckpoint(text) as Omit<EngineState, 'settings' | 'source'>),
        };
        if (held.source !== source) throw checkpointOtherSource({ found: held.source, wanted: source });
        for (const [id, feed] of held.feeds) held.feeds.set(id, fromCheckpointedFeed(feed));
        for (const [id, market] of held.markets) held.markets.set(id, fromCheckpointedMarket(market));
        state = held;
      } catch (error) {
        throw unplayable(error, 'a checkpoint in it is none of this version');
      }
      heat.clear();
      for (const id of state.markets.keys()) heat.set(id, newHeatHistory());
    },
    venue: venueOf,
    facts: (id, at) => factsOf(feedOf(id), at),
  };
}
