/** Turns what happens in the book into messages: trades and quotes at once, depth at the end of each 100 ms. */
import type { Level as TextLevel, Message } from '../contract.ts';
import type { Book, Side, Sink } from './book.ts';
import type { Params } from './regime.ts';

const SNAPSHOT_LEVELS = 1000;
export const DEPTH_EVERY = 100;

export class Feed implements Sink {
  /** What is ready to be read; the reader empties it. */
  out: Message[] = [];
  /** Set once the snapshot is out; before that nothing is told. */
  live = false;
  /** What agents want to hear of trades. */
  onTrade: (tick: number, size: number, taker: Side) => void = () => {};
  /** Milliseconds, whole. */
  at = 0;
  readonly #p: Params;
  readonly #dirty: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  #seen = [0, 0, 0, 0];

  constructor(p: Params) {
    this.#p = p;
  }

  price(tick: number): string {
    return ((tick * this.#p.tickMultiple) / 10 ** this.#p.tickDecimals).toFixed(this.#p.tickDecimals);
  }

  size(lots: number): string {
    return (lots / 10 ** this.#p.lotDecimals).toFixed(this.#p.lotDecimals);
  }

  touched(side: Side, tick: number, before: number): void {
    if (!this.live) return;
    const dirty = this.#dirty[side];
    if (!dirty.has(tick)) dirty.set(tick, before);
  }

  trade(tick: number, size: number, taker: Side): void {
    if (this.live) {
      this.out.push({ kind: 'trade', at: this.at, price: this.price(tick), size: this.size(size), taker: taker === 0 ? 'buy' : 'sell' });
    }
    this.onTrade(tick, size, taker);
  }

  /** Set by the world, whose book tells this feed. */
  book: Book | null = null;

  moved(): void {
    if (this.book !== null) this.settle(this.book);
  }

  /** After each agent's action: the quote, if the touch is another. */
  settle(book: Book): void {
    const [bid, ask] = [book.best(0), book.best(1)];
    const [bidSize, askSize] = [book.bestSize(0), book.bestSize(1)];
    const seen = this.#seen;
    if (seen[0] === bid && seen[1] === bidSize && seen[2] === ask && seen[3] === askSize) return;
    this.#seen = [bid, bidSize, ask, askSize];
    if (!this.live) return;
    this.out.push({
      kind: 'quote', at: this.at,
      bid: [this.price(bid), this.size(bidSize)], ask: [this.price(ask), this.size(askSize)],
    });
  }

  snapshot(book: Book): void {
    const side = (which: Side): TextLevel[] => {
      const half = book.halves[which];
      const levels: TextLevel[] = [];
      for (let i = 0; i < Math.min(SNAPSHOT_LEVELS, half.count); i++) {
        const level = half.at(i);
        levels.push([this.price(level.tick), this.size(level.total)]);
      }
      return levels;
    };
    this.out.push({ kind: 'snapshot', at: 0, bids: side(0), asks: side(1) });
    this.live = true;
  }

  /** Only what differs from the last message: a level that went and came back within 100 ms is not told. */
  flush(at: number, book: Book): void {
    const side = (which: Side): TextLevel[] => {
      const changes: { tick: number; now: number }[] = [];
      for (const [tick, before] of this.#dirty[which]) {
        const now = book.total(which, tick);
        if (now !== before) changes.push({ tick, now });
      }
      this.#dirty[which].clear();
      changes.sort((a, b) => (which === 0 ? b.tick - a.tick : a.tick - b.tick));
      return changes.map(({ tick, now }) => [this.price(tick), now === 0 ? '0' : this.size(now)]);
    };
    const bids = side(0);
    const asks = side(1);
    if (bids.length + asks.length > 0) this.out.push({ kind: 'depth', at, bids, asks });
  }
}
