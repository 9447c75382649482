import type { Level as Row, Message } from '../contract.ts';
import type { Book, Listener, Side, Taker } from './book.ts';

/** Turns what happens in the book into the messages an exchange would send. */
export class Feed implements Listener {
  /** Messages not yet handed out. */
  out: Message[] = [];
  /** The moment of the event that is running. */
  now = 0;
  readonly #book: Book;
  readonly #price: (ticks: number) => string;
  readonly #size: (lots: number) => string;
  /** Prices changed since the last depth message, with the size that message left there. */
  readonly #before = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  #shown = [0, 0, 0, 0];

  constructor(book: Book, price: (ticks: number) => string, size: (lots: number) => string) {
    this.#book = book;
    this.#price = price;
    this.#size = size;
  }

  changed(side: Side, price: number, before: number): void {
    const map = this.#before[side];
    if (!map.has(price)) map.set(price, before);
  }

  traded(price: number, lots: number, taker: Taker): void {
    this.out.push({ kind: 'trade', at: Math.floor(this.now), price: this.#price(price), size: this.#size(lots), taker });
  }

  #touch(): number[] {
    const bid = this.#book.best('bid');
    const ask = this.#book.best('ask');
    return [bid.price, bid.total, ask.price, ask.total];
  }

  /** The opening book; the messages that follow start from it. */
  snapshot(): void {
    const side = (of: Side): Row[] => {
      const rows: Row[] = [];
      for (let n = 0; n < this.#book.count(of); n++) {
        const level = this.#book.level(of, n)!;
        rows.push([this.#price(level.price), this.#size(level.total)]);
      }
      return rows;
    };
    this.out.push({ kind: 'snapshot', at: 0, bids: side('bid'), asks: side('ask') });
    this.#shown = this.#touch();
  }

  /** After each event: the best bid and ask, if they changed. */
  quote(): void {
    const touch = this.#touch();
    if (touch.every((value, i) => value === this.#shown[i])) return;
    this.#shown = touch;
    const [bid, bids, ask, asks] = touch as [number, number, number, number];
    this.out.push({
      kind: 'quote',
      at: Math.floor(this.now),
      bid: [this.#price(bid), this.#size(bids)],
      ask: [this.#price(ask), this.#size(asks)],
    });
  }

  /** At the end of each 100 ms: every price whose size is not what the last message said. */
  depth(at: number): void {
    const bids = this.#changes('bid');
    const asks = this.#changes('ask');
    if (bids.length + asks.length > 0) this.out.push({ kind: 'depth', at, bids, asks });
  }

  #changes(side: Side): Row[] {
    const map = this.#before[side];
    const prices = [...map.keys()].sort((a, b) => (side === 'bid' ? b - a : a - b));
    const rows: Row[] = [];
    for (const price of prices) {
      const total = this.#book.total(side, price);
      if (total !== map.get(price)) rows.push([this.#price(price), total === 0 ? '0' : this.#size(total)]);
    }
    map.clear();
    return rows;
  }
}
