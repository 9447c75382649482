import type { Level, Message } from '../contract.ts';

/** One side of a book kept from the messages alone, in text and numbers; knows nothing of the generator. */
export class SideReplay {
  private readonly sizes = new Map<string, number>();
  private readonly sign: 1 | -1;
  private prices: number[] = [];
  private readonly text = new Map<number, string>();

  constructor(bid: boolean) {
    this.sign = bid ? 1 : -1;
  }

  set(level: Level): void {
    const [price, size] = level;
    const key = this.sign * Number(price);
    const n = Number(size);
    if (!(n >= 0) || !/^\d+(\.\d+)?$/.test(size) || !/^\d+(\.\d+)?$/.test(price)) throw new Error(`bad level ${price} ${size}`);
    const had = this.sizes.has(price);
    const i = this.place(key);
    if (n === 0) {
      if (!had) throw new Error(`removal of a level that is not there: ${price}`);
      this.sizes.delete(price);
      this.prices.splice(i, 1);
      this.text.delete(key);
      return;
    }
    this.sizes.set(price, n);
    if (!had) {
      this.prices.splice(i, 0, key);
      this.text.set(key, price);
    }
  }

  best(): number {
    return this.prices.length === 0 ? NaN : this.sign * (this.prices[this.prices.length - 1] as number);
  }

  bestSize(): number {
    return this.sizes.get(this.text.get(this.prices[this.prices.length - 1] as number) as string) ?? NaN;
  }

  /** Levels within `bps` of `mid`: price and size, best first. */
  within(mid: number, bps: number): [string, number][] {
    const list: [string, number][] = [];
    for (let i = this.prices.length - 1; i >= 0; i--) {
      const key = this.prices[i] as number;
      if (Math.abs(this.sign * key - mid) > (mid * bps) / 1e4) break;
      const t = this.text.get(key) as string;
      list.push([t, this.sizes.get(t) as number]);
    }
    return list;
  }

  size(price: string): number {
    return this.sizes.get(price) ?? 0;
  }

  count(): number {
    return this.prices.length;
  }

  private place(key: number): number {
    let lo = 0;
    let hi = this.prices.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((this.prices[mid] as number) < key) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
}

/** Applies messages and throws on the first that breaks the contract. */
export class Replay {
  readonly bids = new SideReplay(true);
  readonly asks = new SideReplay(false);
  quote: { bid: number; ask: number; bidSize: number; askSize: number } | null = null;
  at = 0;
  private first = true;
  private depthAt = 0;
  /** Quotes compared with a depth message of the same instant, and depth messages compared with the last quote. */
  compared = 0;

  apply(m: Message): void {
    if (!(m.at >= this.at)) throw new Error(`time falls: ${m.at} after ${this.at}`);
    this.at = m.at;
    if (this.first !== (m.kind === 'snapshot')) throw new Error('the snapshot is not first and only');
    this.first = false;
    if (m.kind === 'snapshot' || m.kind === 'depth') this.depth(m);
    else if (m.kind === 'quote') {
      const q = { bid: Number(m.bid[0]), ask: Number(m.ask[0]), bidSize: Number(m.bid[1]), askSize: Number(m.ask[1]) };
      if (!(q.bid < q.ask) || !(q.bidSize > 0) || !(q.askSize > 0)) throw new Error(`bad quote at ${m.at}`);
      this.quote = q;
      if (this.depthAt === m.at) this.compare(m.at);
    } else {
      if (!(Number(m.size) > 0)) throw new Error(`bad trade at ${m.at}`);
      const q = this.quote;
      if (q === null) throw new Error('trade before a quote');
      // Every trade takes the touch of its moment: the spread, its ends included.
      const want = m.taker === 'buy' ? q.ask : q.bid;
      if (Number(m.price) !== want) throw new Error(`trade at ${m.price}, touch ${want}, at ${m.at}`);
      if (Number(m.size) > (m.taker === 'buy' ? q.askSize : q.bidSize) * (1 + 1e-9)) throw new Error(`trade larger than the touch at ${m.at}`);
    }
  }

  private depth(m: { readonly at: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] }): void {
    if (m.at !== 0 && (m.at % 100 !== 0 || m.at <= this.depthAt)) throw new Error(`depth off the grid at ${m.at}`);
    for (const l of m.bids) this.bids.set(l);
    for (const l of m.asks) this.asks.set(l);
    this.depthAt = m.at;
    if (!(this.bids.best() < this.asks.best())) throw new Error(`crossed at ${m.at}`);
  }

  private compare(at: number): void {
    const q = this.quote;
    if (q === null) return;
    this.compared++;
    if (q.bid !== this.bids.best() || q.ask !== this.asks.best() || q.bidSize !== this.bids.bestSize() || q.askSize !== this.asks.bestSize()) {
      throw new Error(`quote differs from the book at ${at}: ${JSON.stringify(q)} book ${this.bids.best()} ${this.bids.bestSize()} ${this.asks.best()} ${this.asks.bestSize()}`);
    }
  }

  /** To be called when all messages of an instant with a depth message are in. */
  settle(): void {
    if (this.depthAt === this.at && this.quote !== null) this.compare(this.at);
  }
}
