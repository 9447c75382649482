import type { BusMessage, FeedFactsMessage, Heartbeat } from '../../../core/bus-message.ts';
import { fromEnvelope } from '../../../core/from-envelope.ts';
import {
  fromRfc3339,
  instrumentId,
  type InstrumentId,
  type MarketEvent,
  type Micros,
  type Source,
  type Venue,
  type VenueId,
} from '../../../core/index.ts';
import { busSourceOther } from '../../../runtime/bus/index.ts';
import { fromCheckpoint, laterOf, toCheckpoint, type FeedFacts, type FeedView } from '../../../runtime/feed/index.ts';
import type { LogPosition } from '../../../runtime/raw-log/index.ts';
import { newHeatHistory, observeHeat, type HeatHistory } from '../heat-history.ts';
import { fromCheckpointedMarket, toCheckpointedMarket, type HeldMarket } from '../checkpointed-market.ts';
import type { MarketState } from '../market-state.ts';
import { newMarket } from '../new-market.ts';
import { passTime } from '../pass-time.ts';
import { takeEvent, type InputContext } from '../take-event.ts';
import { settingsOf, type MarketSettings } from '../settings.ts';
import type { MarketSource } from '../source.ts';
import {
  restartWindows,
  interruptSymbol,
  newMirrored,
  takeFacts,
  takeMirrored,
  takeStatus,
  type MirroredSymbol,
} from './mirrored-symbol.ts';

/** A feed rebuilt from its messages. */
interface MirroredFeed extends FeedView {
  now: Micros;
  clock: FeedView['clock'];
  readonly symbols: Map<string, MirroredSymbol>;
  facts: Omit<FeedFacts, 'gaps'>;
}

interface MirrorState {
  /** Source of all messages so far. */
  source: Source;
  /** Epoch of the last message. The source may change only with a new owner, whose epoch is higher. */
  epoch: number;
  /** Settings of the feed's process, once it has published them. */
  settings: MarketSettings;
  now: Micros;
  /**
   * Log position of the input of the last message; null after a further message, because the log then no longer gives the same
   * state.
   */
  position: LogPosition | null;
  feeds: Map<VenueId, MirroredFeed>;
  markets: Map<InstrumentId, MarketState>;
  /** Messages of one input, until all have arrived. */
  group: BusMessage[];
}

type CheckpointedMirror = Omit<MirrorState, 'markets'> & {
  readonly version: number;
  readonly markets: ReadonlyMap<InstrumentId, HeldMarket>;
};

export interface MirrorOptions {
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly settings: MarketSettings;
}

/**
 * Feeds and markets rebuilt from the messages of one bus stream. Events go through the same functions as in the process
 * that runs the feed, so that answers are identical to the byte.
 */
export interface Mirror extends MarketSource {
  /**
   * Takes the next message in order. Returns the instruments for which it ends a tenth of a second, with that time. A later
   * owner with another source restarts the mirror. Any other message of another source throws TF_BUS_SOURCE_OTHER and
   * changes nothing.
   */
  take(message: BusMessage): readonly Ended[];
  /** Messages may be lost between the last one and the next. */
  interrupt(reason: string): void;
  checkpoint(): string;
  restore(text: string): void;
}

const noFacts = (): MirroredFeed['facts'] => ({
  host: null,
  connections: 0,
  reconnects: 0,
  quarantined: 0,
  restWeight: 0,
  notes: [],
});

interface Ended {
  readonly id: InstrumentId;
  readonly at: Micros;
}

const timeOf = ({ ts_recv }: BusMessage): Micros => fromRfc3339(ts_recv) ?? 0;

const lateOf = ({ payload: { late_us: late } }: Heartbeat): FeedView['clock']['late'] =>
  late === undefined ? null : { from: late[0], to: late[1], before: null };

/** Version of the checkpoint format; no other version is read. */
const CHECKPOINT_VERSION = 1;

export function createMirror({ venues, settings }: MirrorOptions): Mirror {
  const fresh = (source: Source, epoch: number): MirrorState => ({
    source,
    epoch,
    settings: settingsOf(settings),
    now: 0,
    position: null,
    feeds: new Map(),
    markets: new Map(),
    group: [],
  });
  let state = fresh('recorded', 0);
  const heat = new Map<InstrumentId, HeatHistory>();

  const venueOf = (id: VenueId): Venue => {
    const venue = venues.get(id);
    if (venue === undefined) throw new Error(`no venue ${id} in this build`);
    return venue;
  };

  const begin = ({ venue, symbol }: BusMessage, at: Micros) => {
    let feed = state.feeds.get(venue);
    if (feed === undefined) {
      feed = { now: at, clock: { minima: [], steppedAt: null, skew: 0, late: null }, symbols: new Map(), facts: noFacts() };
      state.feeds.set(venue, feed);
    }
    let mirrored = feed.symbols.get(symbol);
    if (mirrored === undefined) feed.symbols.set(symbol, (mirrored = newMirrored(symbol, at)));
    const id = instrumentId(venue, symbol);
    let market = state.markets.get(id);
    if (market === undefined) state.markets.set(id, (market = newMarket(venue, symbol, at)));
    return { id, feed, mirrored, market };
  };

  const end = ({ venue, symbol }: BusMessage): null => {
    const id = instrumentId(venue, symbol);
    state.feeds.get(venue)?.symbols.delete(symbol);
    state.markets.delete(id);
    heat.delete(id);
    return null;
  };

  const beat = (message: Heartbeat, at: Micros): Ended => {
    const { id, feed, mirrored, market } = begin(message, at);
    const now = feed.now - (message.bus.offset_us ?? 0);
    restartWindows(mirrored, market, now);
    passTime(market, mirrored, now, contextOf(message));
    let drawn = heat.get(id);
    if (drawn === undefined) heat.set(id, (drawn = newHeatHistory()));
    observeHeat(drawn, market, mirrored, now);
    state.position = message.bus.log;
    return { id, at };
  };

  /** Drops everything computed from one source when data of another source come. */
  const admit = ({ source, venue, symbol, bus: { epoch } }: BusMessage): void => {
    const empty = state.feeds.size === 0 && state.group.length === 0;
    if (source !== state.source && !empty && epoch <= state.epoch)
      throw busSourceOther({ where: `the stream of ${venue}:${symbol}`, found: state.source, own: source });
    if (source !== state.source) {
      state = fresh(source, epoch);
      heat.clear();
    }
    state.epoch = Math.max(state.epoch, epoch);
  };

  /** Applies a message to the mirrored feed; returns its event for the market, if any. */
  const mirror = (message: BusMessage): MarketEvent | null => {
    const at = timeOf(message);
    state.now = laterOf(state.now, at);
    if (message.type === 'market_end') return end(message);
    const { feed, mirrored, market } = begin(message, at);
    if (message.type === 'feed_facts') return learn(message, at);
    if (message.type === 'heartbeat') {
      const { offset_us: offset, skew_us: skew = 0 } = message.bus;
      feed.now = message.payload.now_us;
      feed.clock = {
        minima: offset === null ? [] : [{ at, offset: offset + skew }],
        steppedAt: message.payload.clock_stepped_us,
        skew,
        late: lateOf(message),
      };
      takeStatus(mirrored, message.payload);
      return null;
    }
    return takeMirrored(venueOf(message.venue).book, mirrored, market, message, fromEnvelope(message));
  };

  const contextOf = ({ bus, venue }: BusMessage): InputContext => ({
    frame: { offset: bus.offset_us ?? 0, skew: bus.skew_us ?? 0, late: state.feeds.get(venue)?.clock.late ?? null },
    position: bus.log,
    settings: state.settings,
  });

  /**
   * Takes all messages of one input: first updates the feed, then passes the events to the markets, as the feed's process does.
   */
  const digest = (group: readonly BusMessage[]): Ended[] => {
    state.position = null;
    const ended: Ended[] = [];
    const events = group.map((message) => ({ message, event: mirror(message) }));
    for (const { message, event } of events) {
      if (message.type === 'market_end') continue;
      const { mirrored, market } = begin(message, timeOf(message));
      if (event !== null) takeEvent(market, mirrored, event, contextOf(message));
      else if (message.type === 'heartbeat') ended.push(beat(message, timeOf(message)));
    }
    return ended;
  };

  const learn = (message: FeedFactsMessage, at: Micros): null => {
    const { feed, mirrored } = begin(message, at);
    const { host, connections, reconnects, quarantined, rest_weight: restWeight, notes } = message.payload;
    feed.facts = { host, connections, reconnects, quarantined, restWeight, notes };
    takeFacts(mirrored, message);
    state.settings = settingsOf({ ...state.settings, ...message.payload.settings });
    return null;
  };

  return {
    get settings() {
      return state.settings;
    },
    heat,
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
      admit(message);
      state.group.push(message);
      return message.bus.rest > 0 ? [] : digest(state.group.splice(0));
    },
    interrupt(reason) {
      // The other messages of this input may be lost, so the received ones are applied now.
      digest(state.group.splice(0));
      for (const [venue, feed] of state.feeds)
        for (const mirrored of feed.symbols.values()) {
          const market = state.markets.get(instrumentId(venue, mirrored.symbol));
          if (market)
            takeEvent(market, mirrored, interruptSymbol(mirrored, market, reason, feed.now), {
              frame: { offset: 0, skew: 0, late: null },
              position: null,
              settings: state.settings,
            });
        }
    },
    checkpoint() {
      const markets = Array.from(state.markets, ([id, market]) => [id, toCheckpointedMarket(market)] as const);
      return toCheckpoint({ version: CHECKPOINT_VERSION, ...state, markets: new Map(markets) });
    },
    restore(text) {
      const { version, ...rest } = fromCheckpoint(text) as CheckpointedMirror;
      if (version !== CHECKPOINT_VERSION) throw new RangeError(`a checkpoint of version ${version}`);
      // Older checkpoints lack the owner's epoch.
      const markets = new Map(Array.from(rest.markets, ([id, market]) => [id, fromCheckpointedMarket(market)]));
      state = { ...rest, epoch: rest.epoch ?? 0, markets };
      heat.clear();
    },
  };
}
