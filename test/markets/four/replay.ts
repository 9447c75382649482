import type { Level, Message } from '../contract.ts';

type Row = [price: number, size: number];

/** Replays a market's messages as a reader would, and notes everything that does not agree. */
export class Replay {
  readonly faults: string[] = [];
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  readonly #scale: number;
  #at = 0;
  #first = true;
  #quote: { bid: Row; ask: Row } | null = null;
  /** Nothing has traded since the last quote. */
  #fresh = false;
  count = 0;
  trades = 0;
  quotes = 0;
  levels = 0;
  depths = 0;
  /** Sum of spreads in ticks at depth messages. */
  spreads = 0;
  /** Prices that depth messages changed, with the moments of the last changes: to see that what was planted was shown. */
  readonly changed = new Map<number, number[]>();
  /** Middle at each minute's start. */
  readonly mids: number[] = [];

  constructor(tick: string) {
    this.#scale = 1 / Number(tick);
  }

  #fault(text: string): void {
    if (this.faults.length < 20) this.faults.push(`${this.#at}: ${text}`);
  }

  #row(level: Level): Row {
    const ticks = Number(level[0]) * this.#scale;
    const price = Math.round(ticks);
    if (Math.abs(ticks - price) > 1e-4 || price <= 0) this.#fault(`price off the tick ${level[0]}`);
    if (!/^\d+(\.\d+)?$/.test(level[0]) || !/^\d+(\.\d+)?$/.test(level[1])) this.#fault(`not decimal text: ${level.join(' ')}`);
    const size = Number(level[1]);
    if (!(size >= 0)) this.#fault(`bad size ${level[1]}`);
    return [price, size];
  }

  #set(side: Map<number, number>, rows: readonly Level[], sign: number): void {
    let last = -Infinity;
    for (const level of rows) {
      const [price, size] = this.#row(level);
      if (price * sign <= last) this.#fault('rows not best first');
      last = price * sign;
      const times = this.changed.get(price);
      if (times === undefined) this.changed.set(price, [this.#at]);
      else times.push(this.#at);
      if (size === 0) side.delete(price);
      else side.set(price, size);
    }
  }

  #best(side: Map<number, number>, sign: number): Row {
    let best = -Infinity;
    for (const price of side.keys()) if (price * sign > best) best = price * sign;
    return [best * sign, side.get(best * sign) ?? NaN];
  }

  read(message: Message): void {
    this.count++;
    if (!Number.isInteger(message.at) || message.at < this.#at) this.#fault(`time ${message.at}`);
    this.#at = message.at;
    if ((message.kind === 'snapshot') !== this.#first) this.#fault('snapshot not first, or twice');
    this.#first = false;
    if (message.kind === 'trade') this.#trade(message);
    else if (message.kind === 'quote') {
      this.quotes++;
      this.#fresh = true;
      this.#quote = { bid: this.#row(message.bid), ask: this.#row(message.ask) };
      if (this.#quote.bid[0] >= this.#quote.ask[0]) this.#fault('quote crossed');
      if (this.#quote.bid[1] <= 0 || this.#quote.ask[1] <= 0) this.#fault('quote without size');
    } else this.#depth(message);
  }

  #trade(message: Message & { kind: 'trade' }): void {
    this.trades++;
    const [price, size] = this.#row([message.price, message.size]);
    if (size <= 0) this.#fault('trade of nothing');
    if (this.#quote === null) return;
    // A taker begins with the best price, and goes on to worse ones.
    const best = message.taker === 'buy' ? this.#quote.ask[0] : this.#quote.bid[0];
    const worse = message.taker === 'buy' ? price - best : best - price;
    if (worse < 0) this.#fault('trade better than the quote');
    if (this.#fresh && worse !== 0) this.#fault('first trade not at the best price');
    this.#fresh = false;
  }

  #depth(message: Message & { kind: 'depth' | 'snapshot' }): void {
    if (message.kind === 'depth' && message.at % 100 !== 0) this.#fault('depth between the ticks');
    if (message.kind === 'snapshot' && (message.bids.length > 1000 || message.asks.length > 1000)) this.#fault('long snapshot');
    this.#set(this.#bids, message.bids, -1);
    this.#set(this.#asks, message.asks, 1);
    const bid = this.#best(this.#bids, 1);
    const ask = this.#best(this.#asks, -1);
    if (!(bid[0] < ask[0])) this.#fault(`book crossed or empty ${bid} ${ask}`);
    const quote = this.#quote;
    if (quote !== null && (bid[0] !== quote.bid[0] || ask[0] !== quote.ask[0] || bid[1] !== quote.bid[1] || ask[1] !== quote.ask[1])) {
      this.#fault(`quote ${quote.bid} ${quote.ask} but book ${bid} ${ask}`);
    }
    this.depths++;
    this.spreads += ask[0] - bid[0];
    this.levels = this.#bids.size + this.#asks.size;
    const minute = Math.floor(message.at / 60000);
    if (minute >= this.mids.length) this.mids.push((bid[0] + ask[0]) / 2);
  }
}
