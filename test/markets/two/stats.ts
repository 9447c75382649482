/** Measures a market from its messages. */
import type { Message } from '../contract.ts';
import type { Replay } from './replay.ts';

export class Stats {
  #r: Replay; #minutes: number;
  #n = 0; #trades = 0; #marketOrders = 0; #lastTrade = '';
  #spreads: number[] = []; #levels: number[] = []; #big: number[] = []; #top: number[] = []; #bigAll: number[] = []; #most: number[] = [];
  #mids: number[] = [];
  #nextLook = 0; #nextMinute = 0;
  #median = 1;
  /** Walls being watched: price and side, since when, how large at first. */
  #walls = new Map<string, { since: number; size: number }>();
  #gone = 0; #stayed = 0;

  constructor(r: Replay, minutes: number) { this.#r = r; this.#minutes = minutes; }

  take(m: Message): void {
    const r = this.#r;
    this.#n++;
    if (m.kind === 'trade') {
      this.#trades++;
      const key = m.at + m.taker;
      if (key !== this.#lastTrade) this.#marketOrders++;
      this.#lastTrade = key;
    }
    if (m.kind !== 'depth') return;
    const mid = (r.bestBid + r.bestAsk) / 2;
    const near = mid * 0.005;
    for (const side of [0, 1] as const) {
      for (const [p] of side === 0 ? m.bids : m.asks) {
        const price = Math.round(Number(p) * Math.pow(10, r.tick.decimals) / r.tick.unit);
        const size = (side === 0 ? r.bids : r.asks).get(price) ?? 0;
        const key = side + p;
        const w = this.#walls.get(key);
        if (w === undefined) {
          if (size >= 3 * this.#median && Math.abs(price - mid) < near) this.#walls.set(key, { since: m.at, size });
        } else if (size < w.size * 0.5) {
          if (m.at - w.since <= 30000) this.#gone++; else this.#stayed++;
          this.#walls.delete(key);
        }
      }
    }
    if (m.at >= this.#nextMinute) { this.#mids.push(mid); this.#nextMinute += 60000; }
    if (m.at < this.#nextLook) return;
    this.#nextLook = m.at + 5000;
    this.#spreads.push(r.bestAsk - r.bestBid);
    const sizes: number[] = [];
    let within = 0;
    for (const book of [r.bids, r.asks]) {
      for (const [p, n] of book) {
        const d = Math.abs(p - mid);
        if (d <= mid * 0.001) within++;
        if (d <= near) sizes.push(n);
      }
    }
    this.#levels.push(within);
    this.#top.push(r.bids.size + r.asks.size);
    this.#median = middle(sizes);
    this.#most.push(sizes.reduce((a, x) => Math.max(a, x), 0) / this.#median);
    this.#big.push(sizes.filter((x) => x >= 3 * this.#median).length);
    const all = [...r.bids.values(), ...r.asks.values()], m3 = 3 * middle(all);
    this.#bigAll.push(all.filter((x) => x >= m3).length);
  }

  row(): string {
    const moves = this.#mids.slice(1).map((x, i) => 10000 * Math.log(x / this.#mids[i]!));
    const vol = Math.sqrt(moves.reduce((a, x) => a + x * x, 0) / moves.length);
    const typical = middle(moves.map(Math.abs)) / 0.6745;
    for (const w of this.#walls.values()) if (w.since < this.#minutes * 60000 - 30000) this.#stayed++;
    const q = (l: number[], f: number): number => [...l].sort((a, b) => a - b)[Math.floor((l.length - 1) * f)]!;
    return `${(this.#n / this.#minutes / 60).toFixed(1)} msg/s, spread ${q(this.#spreads, 0.5)} (10-90 %: ${q(this.#spreads, 0.1)}-${q(this.#spreads, 0.9)}) ticks, `
      + `${middle(this.#levels)} levels in 10 bps, ${middle(this.#top)} in all, ${middle(this.#big)} large in 50 bps, ${middle(this.#bigAll)} in all, `
      + `${(this.#trades / this.#minutes).toFixed(1)} trades/min (${(this.#marketOrders / this.#minutes).toFixed(1)} orders), `
      + `largest ${q(this.#most, 0.5).toFixed(0)} x median (late ${q(this.#most.slice(-20), 0.5).toFixed(0)}), 1-min vol ${vol.toFixed(1)} bps (typical ${typical.toFixed(1)}), walls gone in 30 s ${(100 * this.#gone / (this.#gone + this.#stayed)).toFixed(0)} % of ${this.#gone + this.#stayed}`;
  }
}

function middle(l: number[]): number { return [...l].sort((a, b) => a - b)[l.length >> 1] ?? 0; }
