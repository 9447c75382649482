import { US_PER_SECOND, type BookSide, type Micros, type Random, type Side } from '../core/index.ts';
import { below, childRandom, exponential, heavyTailed, normal } from './chance.ts';
import type { Hands } from './episodes/episode.ts';
import type { Script } from './episodes/script.ts';
import type { Listing } from './listing.ts';
import type { Scenario } from './scenario.ts';
import { SideLevels } from './side-levels.ts';

/** A level changed from `before` to `lots`; 0 lots: it is gone. */
export interface LevelChange {
  readonly side: BookSide;
  readonly tick: number;
  readonly lots: number;
  readonly before: number;
}

/** A resting order was hit; `side` is the aggressor's. */
export interface Fill {
  readonly at: Micros;
  readonly tick: number;
  readonly lots: number;
  readonly side: Side;
}

/** Called for every event as it happens. After each change the book is valid: never crossed, never locked. */
export interface MarketListener {
  change(change: LevelChange, at: Micros): void;
  traded(fill: Fill): void;
  /** One order has been processed; all changes since the last call belong to it. */
  settled(at: Micros): void;
}

export interface Market {
  readonly bids: SideLevels;
  readonly asks: SideLevels;
  /** Time of the next order. */
  nextAt(): Micros;
  /** Processes the next order. */
  step(): void;
  /** Delays the next order to `at`. */
  pauseUntil(at: Micros): void;
  /** Multiplies the arrival rate by `factor` until `until`. */
  burst(factor: number, until: Micros): void;
}

export interface MarketOptions {
  readonly listing: Listing;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly start: Micros;
  /** Multiplies all rates. */
  readonly intensity: number;
  readonly listener: MarketListener;
  /** Episodes that actors perform; default: none. */
  readonly script?: Script;
}

/** Distance between neighbouring levels of a liquid book, as a share of the price. */
const GAP_OF_PRICE = 1e-6;
const MEDIAN_ORDER_DOLLARS = 500;
const DRIFT_TURNS_SECONDS = 120;
/** Levels that one marketable order may clear, if it is noise and if it is informed. */
const SWEEP = { noise: 3, informed: 12 } as const;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Mean number of ticks between neighbouring levels. */
export const meanGap = (listing: Listing, scenario: Scenario): number =>
  Math.max(1.5, listing.openTick * GAP_OF_PRICE) * scenario.sparsity;

/** Lots of a median order: about 500 dollars if the quote currency is a dollar. */
export const medianLots = (listing: Listing): number =>
  Math.max(2, (MEDIAN_ORDER_DOLLARS / (listing.openTick / 10 ** listing.priceScale)) * 10 ** listing.sizeScale);

const orderLots = (random: Random, median: number, { sizes }: Scenario) =>
  Math.max(1, Math.round(heavyTailed(random, median, sizes.sigma, sizes.tail)));

function openingSide(side: BookSide, listing: Listing, scenario: Scenario, random: Random): SideLevels {
  const levels = new SideLevels(side);
  const outward = side === 'bid' ? -1 : 1;
  const gap = meanGap(listing, scenario);
  const median = medianLots(listing);
  const found: [number, number][] = [];
  let tick = listing.openTick + (side === 'ask' ? 1 : 0);
  for (let rank = 0; rank < scenario.levels && tick > 0; rank++) {
    found.push([tick, orderLots(random, median * (1 + rank / 400), scenario)]);
    tick += outward * Math.max(1, Math.round(exponential(random, gap * (0.6 + rank / scenario.levels))));
  }
  // Worst first, so that every insertion is an append.
  for (const [at, lots] of found.toReversed()) levels.set(at, lots);
  return levels;
}

/**
 * A market of one instrument. Only its seed drives it, so it is the same whoever watches. A latent price walks with clustered
 * volatility. Limit orders arrive by distance from it, and cancels thin the book. Marketable orders excite each other (Hawkes
 * 1971, exponential kernel, simulated by thinning, Ogata 1981).
 */
export function createMarket({ listing, scenario, seed, start, intensity, listener, script }: MarketOptions): Market {
  const random = childRandom(seed, 'market', listing.symbol);
  const gap = meanGap(listing, scenario);
  const median = medianLots(listing);
  const fewest = Math.max(5, Math.floor(scenario.levels / 8));
  const bids = openingSide('bid', listing, scenario, random);
  const asks = openingSide('ask', listing, scenario, random);

  let latent = listing.openTick + 0.5;
  let logVolatility = 0;
  let excitement = 0;
  let last = start;
  let boost = { factor: 1, until: start };
  const restRate = scenario.restRate * intensity;
  const takeRate = scenario.takeRate * intensity;
  // A burst does not boost excitement, because each order would trigger many more and arrivals would grow without bound.
  const factorAt = (at: Micros) => (at < boost.until ? boost.factor : 1);
  const rateAt = (at: Micros) => (restRate + takeRate) * factorAt(at) + excitement;
  const wait = (at: Micros) => Math.max(1, Math.round(exponential(random, US_PER_SECOND / rateAt(at))));
  let next = start + wait(start);

  /** Lots of the actors' resting orders at each price; ordinary cancels leave them alone. */
  const held = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  let acting = start;

  const book = (side: BookSide) => (side === 'bid' ? bids : asks);
  const middle = () => (bids.tickAt(0) + asks.tickAt(0)) / 2;

  const put = (side: BookSide, tick: number, lots: number, at: Micros) => {
    const before = book(side).set(tick, lots);
    if (before !== lots) listener.change({ side, tick, lots, before }, at);
  };

  const moveLatent = (seconds: number, at: Micros) => {
    const root = Math.sqrt(seconds);
    logVolatility += -0.2 * logVolatility * seconds + 0.35 * root * normal(random);
    const turns = Math.floor((at - start) / US_PER_SECOND / DRIFT_TURNS_SECONDS);
    const drift = scenario.drift * (turns % 2 === 0 ? 1 : -1);
    latent +=
      gap *
      ((drift + hands.lean) * seconds + scenario.volatility * Math.exp(clamp(logVolatility, -2, 2)) * root * normal(random));
    latent = clamp(latent, listing.openTick * 0.3, listing.openTick * 3);
  };

  const limitTick = (side: BookSide): number => {
    const [own, opposite, inward] = side === 'bid' ? [bids, asks, 1] : [asks, bids, -1];
    const best = own.tickAt(0);
    const room = Math.abs(opposite.tickAt(0) - best) - 1;
    const kind = random();
    const fair = (latent - best) * inward > -2 * gap;
    if (kind < 0.22 && fair) return best;
    if (kind < 0.4 && fair && room > 0) return best + inward * (1 + below(random, Math.min(room, Math.ceil(3 * gap))));
    const near = own.count < 0.95 * scenario.levels ? 0.55 : 0.8;
    const away =
      kind < near ? latent - inward * gap * (0.5 + exponential(random, 8)) : latent - inward * gap * random() * scenario.levels;
    const capped =
      side === 'bid' ? Math.min(Math.round(away), asks.tickAt(0) - 1) : Math.max(Math.round(away), bids.tickAt(0) + 1);
    return Math.max(1, capped);
  };

  const limit = (side: BookSide, at: Micros) => {
    if (hands.willing[side] < 1 && random() > hands.willing[side]) return;
    const tick = limitTick(side);
    if (side === 'ask' && tick <= bids.tickAt(0)) return;
    put(side, tick, book(side).lotsOf(tick) + orderLots(random, median, scenario), at);
  };

  const cancel = (side: BookSide, at: Micros) => {
    const levels = book(side);
    const near = random() < 0.5;
    const rank = near ? Math.min(levels.count - 1, Math.floor(exponential(random, 4))) : below(random, levels.count);
    const lots = levels.lotsAt(rank);
    const left = random() < 0.35 ? Math.floor(lots * random()) : 0;
    const tick = levels.tickAt(rank);
    put(side, tick, Math.max(left, held[side].get(tick) ?? 0), at);
  };

  const hold = (side: BookSide, tick: number, lots: number) =>
    lots > 0 ? void held[side].set(tick, lots) : void held[side].delete(tick);

  const sweep = (side: Side, wanted: number, limitAt: number, most: number, at: Micros) => {
    const resting: BookSide = side === 'buy' ? 'ask' : 'bid';
    const levels = book(resting);
    let left = wanted;
    for (let cleared = 0; cleared < most && left > 0 && levels.count > fewest; cleared++) {
      const tick = levels.tickAt(0);
      if (side === 'buy' ? tick > limitAt : tick < limitAt) return;
      const there = levels.lotsAt(0);
      const lots = Math.min(left, there);
      put(resting, tick, there - lots, at);
      const kept = held[resting].get(tick);
      if (kept !== undefined) hold(resting, tick, Math.min(kept, there - lots));
      listener.traded({ at, tick, lots, side });
      left -= lots;
    }
  };

  const take = (at: Micros) => {
    const lean = (latent - middle()) / gap;
    const side: Side = random() < clamp(0.5 + 0.12 * lean, 0.05, 0.95) ? 'buy' : 'sell';
    const reach = side === 'buy' ? Infinity : -Infinity;
    sweep(side, orderLots(random, median * 1.5, scenario), reach, SWEEP.noise, at);
    excitement += scenario.branching * scenario.decay;
  };

  const rest = (at: Micros) => {
    const [under, over] = [bids.tickAt(0) - latent, latent - asks.tickAt(0)];
    if (Math.max(under, over) > 2 * gap && random() < 0.4) {
      // The price has moved, so informed traders take all orders up to it.
      sweep(over > under ? 'buy' : 'sell', Infinity, latent, SWEEP.informed, at);
      return;
    }
    const side: BookSide = random() < 0.5 ? 'bid' : 'ask';
    const { count } = book(side);
    const share = clamp(0.5 + (count - scenario.levels) / (0.2 * scenario.levels), 0.1, 0.9);
    if (count > fewest && random() < share) cancel(side, at);
    else limit(side, at);
  };

  const hands: Hands = {
    random: childRandom(seed, 'actors', listing.symbol),
    bids,
    asks,
    gap,
    median,
    now: () => acting,
    add(side, tick, lots) {
      if (side === 'bid' ? tick >= asks.tickAt(0) : tick <= bids.tickAt(0)) return;
      hold(side, tick, (held[side].get(tick) ?? 0) + lots);
      put(side, tick, book(side).lotsOf(tick) + lots, acting);
    },
    own: (side, tick) => held[side].get(tick) ?? 0,
    pull(side, tick, lots) {
      const kept = held[side].get(tick) ?? 0;
      const taken = Math.min(kept, lots);
      if (taken === 0) return;
      hold(side, tick, kept - taken);
      put(side, tick, Math.max(0, book(side).lotsOf(tick) - taken), acting);
    },
    clear: (side, tick) => put(side, tick, held[side].get(tick) ?? 0, acting),
    hit: (side, lots, limitAt) => sweep(side, lots, limitAt, Infinity, acting),
    get latent() {
      return latent;
    },
    set latent(tick) {
      latent = tick;
    },
    lean: 0,
    willing: { bid: 1, ask: 1 },
  };

  /** Lets the actors act if they are due before the next ordinary order; returns whether they were. */
  const act = (): boolean => {
    const due = script?.nextAt() ?? Infinity;
    if (script === undefined || due > next) return false;
    acting = due;
    script.run(hands);
    listener.settled(due);
    return true;
  };

  return {
    bids,
    asks,
    nextAt: () => Math.min(next, script?.nextAt() ?? Infinity),
    step() {
      if (act()) return;
      const at = next;
      const seconds = (at - last) / US_PER_SECOND;
      const factor = factorAt(last);
      const resting = restRate * factor;
      const bound = rateAt(last);
      excitement *= Math.exp(-scenario.decay * seconds);
      moveLatent(seconds, at);
      const pick = random() * bound;
      last = at;
      if (pick < resting) rest(at);
      else if (pick < resting + takeRate * factor + excitement) take(at);
      listener.settled(at);
      next = at + wait(at);
    },
    pauseUntil(at) {
      if (at <= next) return;
      next = at;
      last = Math.max(last, at - US_PER_SECOND);
    },
    burst(factor, until) {
      boost = { factor, until };
    },
  };
}
