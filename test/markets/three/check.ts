/** Checks markets against the contract and prints their statistics. Usage: check.ts [regime] [seed] [minutes] [kind|null] [episodes] */
import { createHash } from 'node:crypto';
import type { EpisodeKind, Label, Level, Market, MarketOptions, Regime } from '../contract.ts';
import { generate } from './index.ts';

const problems = new Map<string, number>();
function fault(what: string): void {
  problems.set(what, (problems.get(what) ?? 0) + 1);
}

/** An independent book: prices as text, the touch searched anew when it may have changed. */
class Replay {
  readonly sides: readonly [Map<string, number>, Map<string, number>] = [new Map(), new Map()];
  #best: [string | null, string | null] = [null, null];
  set(side: 0 | 1, [price, size]: Level): void {
    const value = Number(size);
    if (!(value >= 0)) fault('a size is negative or no number');
    const best = this.#best[side];
    if (value === 0) {
      if (!this.sides[side].delete(price)) fault('removes a level that was not there');
      if (best === price) this.#best[side] = null;
    } else {
      this.sides[side].set(price, value);
      if (best !== null && (side === 0 ? Number(price) > Number(best) : Number(price) < Number(best))) this.#best[side] = price;
    }
  }
  best(side: 0 | 1): string {
    let best = this.#best[side];
    if (best === null) {
      for (const price of this.sides[side].keys()) {
        if (best === null || (side === 0 ? Number(price) > Number(best) : Number(price) < Number(best))) best = price;
      }
      this.#best[side] = best;
    }
    return best ?? 'none';
  }
}

const median = (xs: number[]): number => xs.sort((a, b) => a - b)[Math.floor(xs.length / 2)] ?? 0;

function inspect(options: MarketOptions, market: Market): string {
  const tick = Number(market.instrument.tick);
  const replay = new Replay();
  let last = -1;
  let first = true;
  let messages = 0;
  let depths = 0;
  let trades = 0;
  let quotes = 0;
  let quote: { bid: Level; ask: Level } | null = null;
  const spreads: number[] = [];
  const counts: number[] = [];
  const mids: number[] = [];
  let [bid, ask] = [0, 0];
  // Walls: levels of at least three medians within 10 bps (or 10 ticks); when they came, and whether they went within 30 s.
  const walls = new Map<string, number>();
  let [gone, stayed] = [0, 0];
  let threshold = Infinity;
  let sampleAt = 0;
  for (const m of market.messages()) {
    messages++;
    if (m.at < last) fault('time falls');
    if (!Number.isInteger(m.at) || m.at > options.minutes * 60000) fault('a time is out of range');
    last = m.at;
    if ((m.kind === 'snapshot') !== first) fault('snapshot not first or not alone');
    first = false;
    if (m.kind === 'trade') {
      trades++;
      const price = Number(m.price);
      if (!(Number(m.size) > 0)) fault('a trade without size');
      // Each fill is at the touch of its moment, of the side that is taken.
      if (Math.abs(price - (m.taker === 'buy' ? ask : bid)) > tick / 2) fault('a trade away from the touch');
      continue;
    }
    if (m.kind === 'quote') {
      quotes++;
      quote = m;
      [bid, ask] = [Number(m.bid[0]), Number(m.ask[0])];
      if (!(bid < ask)) fault('a crossed quote');
      continue;
    }
    if (m.kind === 'snapshot') {
      for (const [side, levels] of [[0, m.bids], [1, m.asks]] as const) {
        levels.forEach((level, i) => {
          replay.set(side, level);
          if (i > 0 && (side === 0) !== (Number(levels[i - 1][0]) > Number(level[0]))) fault('snapshot out of order');
        });
      }
      [bid, ask] = [Number(replay.best(0)), Number(replay.best(1))];
    } else {
      depths++;
      if (m.at % 100 !== 0) fault('depth not at a tenth of a second');
      for (const level of m.bids) {
        replay.set(0, level);
        track(0, level, m.at);
      }
      for (const level of m.asks) {
        replay.set(1, level);
        track(1, level, m.at);
      }
    }
    const [b, a] = [replay.best(0), replay.best(1)];
    if (!(Number(b) < Number(a))) fault('a crossed book');
    if (quote !== null) {
      if (quote.bid[0] !== b || quote.ask[0] !== a) fault('quote and depth differ in price');
      else if (Number(quote.bid[1]) !== replay.sides[0].get(b) || Number(quote.ask[1]) !== replay.sides[1].get(a)) fault('quote and depth differ in size');
    }
    if (m.at >= sampleAt) {
      sampleAt = m.at + 5000;
      const mid = (Number(a) + Number(b)) / 2;
      spreads.push(Math.round((Number(a) - Number(b)) / tick));
      const near: number[] = [];
      const reach = Math.max(mid * 0.001, 10.5 * tick);
      let within = 0;
      for (const side of replay.sides) {
        for (const [price, size] of side) {
          const distance = Math.abs(Number(price) - mid);
          if (distance <= mid * 0.001) within++;
          if (distance <= reach) near.push(size);
        }
      }
      counts.push(within);
      threshold = 3 * median(near);
      while (mids.length * 60000 <= m.at) mids.push(mid);
    }
  }

  function track(side: 0 | 1, [price, size]: Level, at: number): void {
    const key = `${side}${price}`;
    const big = Number(size) >= threshold && Math.abs(Number(price) / ((bid + ask) / 2) - 1) <= Math.max(0.001, (10.5 * tick) / ask);
    const since = walls.get(key);
    if (since === undefined) {
      if (big) walls.set(key, at);
    } else if (Number(size) < threshold / 2) {
      walls.delete(key);
      if (at - since <= 30000) gone++;
      else stayed++;
    }
  }

  const labels = market.labels();
  if (options.kind !== null && labels.length !== options.episodes) fault(`${labels.length} labels for ${options.episodes} episodes`);
  labels.forEach((label, i) => {
    if (!(label.from >= 900000 && label.to > label.from && label.to <= options.minutes * 60000)) fault('a label out of range');
    if (i > 0 && label.from - labels[i - 1].to < 180000) fault('labels less than 3 minutes apart');
    if (label.prices.length === 0) fault('a label without prices');
  });
  const returns = mids.slice(1).map((x, i) => Math.log(x / mids[i]) * 1e4);
  const vol = Math.sqrt(returns.reduce((s, x) => s + x * x, 0) / Math.max(1, returns.length));
  const minutes = options.minutes;
  return [
    `tick ${market.instrument.tick} mid ${mids[0]} (${((tick / mids[0]) * 1e4).toPrecision(2)} bps)`, `msg/s ${(messages / minutes / 60).toFixed(1)}`,
    `depth/s ${(depths / minutes / 60).toFixed(1)}`, `quote/s ${(quotes / minutes / 60).toFixed(1)}`, `trades/min ${(trades / minutes).toFixed(0)}`,
    `spread ${median(spreads)} ticks`, `levels in 10 bps ${median(counts)}`, `levels ${replay.sides[0].size}+${replay.sides[1].size}`,
    `1-min vol ${vol.toFixed(1)} bps (median |r| ${median(returns.map(Math.abs)).toFixed(1)})`,
    `walls ${gone + stayed}, gone in 30 s ${((100 * gone) / Math.max(1, gone + stayed)).toFixed(0)} %`,
  ].join(' | ');
}

function digest(options: MarketOptions): string {
  const hash = createHash('sha256');
  const market = generate(options);
  let n = 0;
  for (const m of market.messages()) {
    hash.update(JSON.stringify(m));
    if (++n > 60000) break;
  }
  return hash.digest('hex').slice(0, 16);
}

const [, , regimes = 'all', seeds = '1', minutes = '60', kindText = 'null', episodes = '0', quiet = ''] = process.argv;
const kind = kindText === 'null' ? null : (kindText as EpisodeKind);
const labelsSeen: Label[] = [];
for (const regime of (regimes === 'all' ? ['coarse', 'tiny', 'fat', 'volatile', 'thin'] : regimes.split(',')) as Regime[]) {
  for (const seed of seeds.split(',').map(Number)) {
    const options: MarketOptions = { regime, seed, minutes: Number(minutes), kind, episodes: Number(episodes) };
    const plain = process.cpuUsage();
    for (const m of generate(options).messages()) void m;
    const used = process.cpuUsage(plain);
    const seconds = (used.user + used.system) / 1e6;
    const market = generate(options);
    const line = inspect(options, market);
    const same = quiet === '' ? (digest(options) === digest(options) ? 'same bytes' : 'DIFFERENT BYTES') : '';
    console.log(`${regime} ${seed}: ${line} | ${((Number(minutes) * 60) / seconds).toFixed(0)} x real time | ${same}`);
    for (const label of market.labels()) {
      labelsSeen.push(label);
      if (quiet !== 'q') console.log(`   ${label.fair ? 'fair' : 'UNFAIR'} ${label.kind} ${label.side} ${label.from}-${label.to} [${label.prices.slice(0, 6).join(' ')}] ${label.note}`);
    }
  }
}
if (labelsSeen.length > 0) console.log(`labels ${labelsSeen.length}, fair ${labelsSeen.filter((l) => l.fair).length}`);
console.log(problems.size === 0 ? 'no faults' : [...problems].map(([what, n]) => `FAULT ${what}: ${n}`).join('\n'));
