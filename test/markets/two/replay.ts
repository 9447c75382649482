/** Keeps the book from the messages alone, by plain means that share nothing with the generator's book, and checks each message. */
import type { Instrument, Level, Message } from '../contract.ts';
import { fromText, scaleOf, toText } from './text.ts';
import type { Scale } from './text.ts';

export class Replay {
  faults = 0;
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();
  bestBid = 0; bestAsk = Infinity;
  readonly tick: Scale; readonly lot: Scale;
  #last = 0; #n = 0;
  #quote: { bid: Level; ask: Level } | null = null;

  constructor(i: Instrument) { this.tick = scaleOf(i.tick); this.lot = scaleOf(i.lot); }

  complain(text: string): void { if (this.faults++ < 8) console.log('  FAULT ' + text); }

  take(m: Message): void {
    if (!Number.isInteger(m.at) || m.at < this.#last) this.complain(`time falls to ${m.at} after ${this.#last}`);
    if ((this.#n++ === 0) !== (m.kind === 'snapshot')) this.complain('snapshot not first');
    this.#last = m.at;
    if (m.kind === 'snapshot' || m.kind === 'depth') {
      if (m.kind === 'snapshot' && (m.bids.length > 1000 || m.asks.length > 1000)) this.complain('long snapshot');
      this.#side(m.bids, this.bids, m.kind, 1);
      this.#side(m.asks, this.asks, m.kind, -1);
      this.#best();
      if (this.bestBid >= this.bestAsk) this.complain(`crossed at ${m.at}: ${this.bestBid} ${this.bestAsk}`);
      if (this.#quote !== null) this.#compare(m.at);
    } else if (m.kind === 'trade') {
      const price = fromText(m.price, this.tick);
      this.#number(m.price, this.tick); this.#number(m.size, this.lot);
      if (!(fromText(m.size, this.lot) > 0)) this.complain('trade without size');
      const q = this.#quote;
      const touch = q === null ? NaN : fromText((m.taker === 'buy' ? q.ask : q.bid)[0], this.tick);
      if (price !== touch) this.complain(`trade at ${price} while the touch is ${touch}`);
    } else {
      const bid = fromText(m.bid[0], this.tick), ask = fromText(m.ask[0], this.tick);
      if (bid >= ask) this.complain(`crossed quote at ${m.at}`);
      if (!(Number(m.bid[1]) > 0 && Number(m.ask[1]) > 0)) this.complain('quote without size');
      if (this.#quote !== null && JSON.stringify(this.#quote.bid) === JSON.stringify(m.bid) && JSON.stringify(this.#quote.ask) === JSON.stringify(m.ask)) this.complain('quote without change');
      this.#quote = m;
    }
  }

  #side(rows: readonly Level[], book: Map<number, number>, kind: string, s: number): void {
    let before = s * Infinity;
    for (const [p, n] of rows) {
      this.#number(p, this.tick);
      const price = fromText(p, this.tick), size = n === '0' ? 0 : fromText(n, this.lot);
      if (n !== '0') this.#number(n, this.lot);
      if (!(size >= 0) || !(price > 0)) this.complain(`bad level ${p} ${n}`);
      if ((before - price) * s <= 0) this.complain('levels out of order');
      before = price;
      if (kind === 'depth' && (book.get(price) ?? 0) === size) this.complain(`unchanged level ${p}`);
      if (size === 0) { book.delete(price); continue; }
      book.set(price, size);
      if (s === 1 ? price > this.bestBid : price < this.bestAsk) { if (s === 1) this.bestBid = price; else this.bestAsk = price; }
    }
  }

  #number(t: string, s: Scale): void { if (toText(fromText(t, s), s) !== t) this.complain(`not a multiple: ${t}`); }

  #best(): void {
    // A search of the whole side only if the best went away; new better ones were noted on arrival.
    if (!this.bids.has(this.bestBid)) { this.bestBid = 0; for (const p of this.bids.keys()) if (p > this.bestBid) this.bestBid = p; }
    if (!this.asks.has(this.bestAsk)) { this.bestAsk = Infinity; for (const p of this.asks.keys()) if (p < this.bestAsk) this.bestAsk = p; }
  }

  /** After the depth message the touch must be what the last quote said. */
  #compare(at: number): void {
    const q = this.#quote!;
    const t = [toText(this.bestBid, this.tick), toText(this.bids.get(this.bestBid)!, this.lot), toText(this.bestAsk, this.tick), toText(this.asks.get(this.bestAsk)!, this.lot)];
    if (q.bid[0] !== t[0] || q.bid[1] !== t[1] || q.ask[0] !== t[2] || q.ask[1] !== t[3]) this.complain(`quote ${q.bid} ${q.ask} but book ${t} at ${at}`);
  }
}
