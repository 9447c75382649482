import type { Level as WireLevel, Message } from '../contract.ts';
import { ASK, BID } from './book.ts';
import type { Book, BookListener, Side } from './book.ts';
import type { Scheduler } from './scheduler.ts';

const DEPTH_MS = 100;
const SNAPSHOT_LEVELS = 1000;

export type Format = (units: number) => string;

/** Turns the changes of the book into the public messages.
 * At an instant at which a depth message is due, quotes wait until after it, so that whoever compares a quote with the book
 * replayed up to that instant sees them agree; trades never happen at such an instant (scheduler.ts). */
export class Feed implements BookListener {
  readonly out: Message[] = [];
  private readonly sched: Scheduler;
  private readonly price: Format;
  private readonly size: Format;
  private book: Book | null = null;
  private live = false;
  /** Per side: the size at the last depth message of each level changed since. */
  private readonly dirty = [new Map<number, number>(), new Map<number, number>()];
  private readonly last = [0, 0, 0, 0];
  private due = DEPTH_MS;

  constructor(sched: Scheduler, price: Format, size: Format) {
    this.sched = sched;
    this.price = price;
    this.size = size;
  }

  /** Sends the snapshot; from here on changes are told. */
  start(book: Book): void {
    this.book = book;
    this.out.push({ kind: 'snapshot', at: 0, bids: this.side(BID), asks: this.side(ASK) });
    this.live = true;
    this.quote();
  }

  touch(side: Side, price: number, sizeBefore: number): void {
    if (!this.live) return;
    const map = this.dirty[side] as Map<number, number>;
    if (!map.has(price)) map.set(price, sizeBefore);
  }

  settled(): void {
    if (this.live && this.sched.now % DEPTH_MS !== 0) this.quote();
  }

  trade(price: number, size: number, taker: Side): void {
    if (!this.live) throw new Error('trade before the snapshot');
    this.out.push({ kind: 'trade', at: this.sched.now, price: this.price(price), size: this.size(size), taker: taker === BID ? 'buy' : 'sell' });
  }

  /** Sends the depth messages due before `time`. */
  flushBefore(time: number): void {
    if (time <= this.due) return;
    this.flush(this.due);
    this.due = Math.max(this.due + DEPTH_MS, Math.ceil(time / DEPTH_MS) * DEPTH_MS);
  }

  private flush(at: number): void {
    const bids = this.changed(BID);
    const asks = this.changed(ASK);
    if (bids.length > 0 || asks.length > 0) this.out.push({ kind: 'depth', at, bids, asks });
    this.quote(at);
  }

  private changed(side: Side): WireLevel[] {
    const map = this.dirty[side] as Map<number, number>;
    if (map.size === 0) return [];
    const book = this.book as Book;
    const prices: number[] = [];
    for (const [price, before] of map) if ((book.level(side, price)?.total ?? 0) !== before) prices.push(price);
    map.clear();
    prices.sort(side === BID ? (x, y) => y - x : (x, y) => x - y);
    return prices.map((p): WireLevel => [this.price(p), this.size(book.level(side, p)?.total ?? 0)]);
  }

  private quote(at: number = this.sched.now): void {
    const book = this.book as Book;
    const b = book.at(BID, 0);
    const a = book.at(ASK, 0);
    if (b === null || a === null) throw new Error('a side of the book is empty');
    const last = this.last;
    if (last[0] === b.price && last[1] === b.total && last[2] === a.price && last[3] === a.total) return;
    if (b.price >= a.price) throw new Error('book crossed');
    last[0] = b.price;
    last[1] = b.total;
    last[2] = a.price;
    last[3] = a.total;
    this.out.push({ kind: 'quote', at, bid: [this.price(b.price), this.size(b.total)], ask: [this.price(a.price), this.size(a.total)] });
  }

  private side(side: Side): WireLevel[] {
    const book = this.book as Book;
    const n = Math.min(SNAPSHOT_LEVELS, book.levels(side));
    const list: WireLevel[] = [];
    for (let i = 0; i < n; i++) {
      const level = book.at(side, i);
      if (level !== null) list.push([this.price(level.price), this.size(level.total)]);
    }
    return list;
  }
}
