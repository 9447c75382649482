import type { BusMessage, FeedFactsMessage, Heartbeat } from '../../../core/bus-message.ts';
import { fromEnvelope } from '../../../core/from-envelope.ts';
import {
  fromRfc3339,
  instrumentId,
  type InstrumentId,
  type Micros,
  type Source,
  type Venue,
  type VenueId,
} from '../../../core/index.ts';
import { fromCheckpoint, toCheckpoint, type FeedFacts, type FeedView } from '../../../runtime/feed/index.ts';
import { newMarket, passTime, takeEvent, type MarketSettings, type MarketState } from '../market-state.ts';
import type { MarketSource } from '../source.ts';
import { compactTape } from '../tape.ts';
import { interruptSymbol, newMirrored, takeFacts, takeMirrored, takeStatus, type MirroredSymbol } from './mirrored-symbol.ts';

/** A feed as its messages tell it. */
interface MirroredFeed extends FeedView {
  now: Micros;
  clock: FeedView['clock'];
  readonly symbols: Map<string, MirroredSymbol>;
  facts: Omit<FeedFacts, 'gaps'>;
}

interface MirrorState {
  source: Source;
  now: Micros;
  feeds: Map<VenueId, MirroredFeed>;
  markets: Map<InstrumentId, MarketState>;
}

export interface MirrorOptions {
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly settings: MarketSettings;
}

/**
 * Feeds and markets rebuilt from the messages of one bus stream. Events go through the same functions as in the process
 * that runs the feed, so that an answer is the same to the byte.
 */
export interface Mirror extends MarketSource {
  /** Takes the next message in order; the instrument and the time of a tenth of a second that ended with it, or null. */
  take(message: BusMessage): { readonly id: InstrumentId; readonly at: Micros } | null;
  /** Something between the last message and the next is lost, or may be. */
  interrupt(reason: string): void;
  checkpoint(): string;
  restore(text: string): void;
}

const noFacts = (): MirroredFeed['facts'] => ({
  streams: [],
  host: null,
  connections: 0,
  reconnects: 0,
  quarantined: 0,
  restWeight: 0,
  notes: [],
});

/** Of the form of a checkpoint; another is not read. */
const CHECKPOINT_VERSION = 1;

export function createMirror({ venues, settings }: MirrorOptions): Mirror {
  let state: MirrorState = { source: 'live', now: 0, feeds: new Map(), markets: new Map() };

  const venueOf = (id: VenueId): Venue => {
    const venue = venues.get(id);
    if (venue === undefined) throw new Error(`no venue ${id} in this build`);
    return venue;
  };

  const begin = ({ venue, symbol }: BusMessage, at: Micros) => {
    let feed = state.feeds.get(venue);
    if (feed === undefined) {
      feed = { now: at, clock: { minima: [], steppedAt: null }, symbols: new Map(), facts: noFacts() };
      state.feeds.set(venue, feed);
    }
    let mirrored = feed.symbols.get(symbol);
    if (mirrored === undefined) feed.symbols.set(symbol, (mirrored = newMirrored(symbol, at)));
    const id = instrumentId(venue, symbol);
    let market = state.markets.get(id);
    if (market === undefined) state.markets.set(id, (market = newMarket(venue, symbol, at)));
    return { id, feed, mirrored, market };
  };

  const beat = (message: Heartbeat, at: Micros): ReturnType<Mirror['take']> => {
    const { id, feed, mirrored, market } = begin(message, at);
    const { offset_us: offset } = message.bus;
    feed.now = message.payload.now_us;
    feed.clock = { minima: offset === null ? [] : [{ at, offset }], steppedAt: message.payload.clock_stepped_us };
    takeStatus(mirrored, message.payload);
    passTime(market, mirrored, feed.now - (offset ?? 0), settings);
    return { id, at };
  };

  const learn = (message: FeedFactsMessage, at: Micros): null => {
    const { feed, mirrored } = begin(message, at);
    const { streams, host, connections, reconnects, quarantined, rest_weight: restWeight, notes } = message.payload;
    feed.facts = { streams, host, connections, reconnects, quarantined, restWeight, notes };
    takeFacts(mirrored, message);
    return null;
  };

  return {
    settings,
    venue: venueOf,
    get source() {
      return state.source;
    },
    get state() {
      return state;
    },
    facts(id) {
      const feed = state.feeds.get(id);
      if (feed === undefined) throw new Error(`${id} is not followed`);
      return { ...feed.facts, gaps: new Map(Array.from(feed.symbols, ([symbol, { gaps }]) => [symbol, gaps])) };
    },
    take(message) {
      const at = fromRfc3339(message.ts_recv) ?? 0;
      state.source = message.source;
      state.now = Math.max(state.now, at);
      if (message.type === 'heartbeat') return beat(message, at);
      if (message.type === 'feed_facts') return learn(message, at);
      const { mirrored, market } = begin(message, at);
      const event = takeMirrored(venueOf(message.venue).book, mirrored, market, message, fromEnvelope(message));
      if (event !== null) takeEvent(market, mirrored, event, message.bus.offset_us ?? 0);
      return null;
    },
    interrupt(reason) {
      for (const [venue, feed] of state.feeds)
        for (const mirrored of feed.symbols.values()) {
          const market = state.markets.get(instrumentId(venue, mirrored.symbol));
          if (market) takeEvent(market, mirrored, interruptSymbol(mirrored, market, reason, feed.now), 0);
        }
    },
    checkpoint() {
      const markets = Array.from(state.markets, ([id, market]) => [id, { ...market, tape: compactTape(market.tape) }] as const);
      return toCheckpoint({ version: CHECKPOINT_VERSION, ...state, markets: new Map(markets) });
    },
    restore(text) {
      const { version, ...rest } = fromCheckpoint(text) as MirrorState & { readonly version: number };
      if (version !== CHECKPOINT_VERSION) throw new RangeError(`a checkpoint of version ${version}`);
      state = rest;
    },
  };
}
