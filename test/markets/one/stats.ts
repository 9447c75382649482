import type { Message } from '../contract.ts';
import type { Replay } from './replay.ts';

interface Wall {
  readonly born: number;
  readonly bid: boolean;
  readonly price: string;
}

export function median(list: readonly number[]): number {
  const s = [...list].sort((x, y) => x - y);
  return s[s.length >> 1] ?? NaN;
}

/** What the market looks like, from the public messages. */
export class Stats {
  private readonly tick: number;
  private messages = 0;
  private trades = 0;
  private takes = 0;
  private lastTake = '';
  private readonly spreads: number[] = [];
  private readonly levels: number[] = [];
  private readonly total: number[] = [];
  private readonly mids: number[] = [];
  private nextSecond = 1000;
  private nextMinute = 60e3;
  private readonly walls = new Map<string, Wall>();
  private readonly standing: number[] = [];
  private walled = 0;
  private vanished = 0;

  constructor(tick: string) {
    this.tick = Number(tick);
  }

  add(m: Message, r: Replay): void {
    this.messages++;
    if (m.kind === 'trade') {
      this.trades++;
      const key = `${m.at}${m.taker}`;
      if (key !== this.lastTake) this.takes++;
      this.lastTake = key;
    }
    if (m.kind !== 'depth') return;
    if (m.at >= this.nextSecond) this.second(m.at, r);
    if (m.at >= this.nextMinute) {
      this.mids.push((r.bids.best() + r.asks.best()) / 2);
      this.nextMinute = (Math.floor(m.at / 60e3) + 1) * 60e3;
    }
  }

  /** A wall is a level within 10 bps (coarse books: at least 8 ticks) of at least 3 × the median level there. It vanishes
   * when it is below half the threshold within 30 s of its first being seen. */
  private second(at: number, r: Replay): void {
    this.nextSecond = (Math.floor(at / 1000) + 1) * 1000;
    const mid = (r.bids.best() + r.asks.best()) / 2;
    this.spreads.push((r.asks.best() - r.bids.best()) / this.tick);
    this.levels.push(r.bids.within(mid, 10).length + r.asks.within(mid, 10).length);
    this.total.push(r.bids.count() + r.asks.count());
    const reach = Math.max(10, (8 * this.tick * 1e4) / mid);
    const bids = r.bids.within(mid, reach);
    const asks = r.asks.within(mid, reach);
    const typical = median([...bids, ...asks].map((l) => l[1]));
    for (const [key, wall] of this.walls) {
      if ((wall.bid ? r.bids : r.asks).size(wall.price) < 1.5 * typical) {
        if (at - wall.born <= 30e3) this.vanished++;
        this.walls.delete(key);
      }
    }
    for (const [list, bid] of [[bids, true], [asks, false]] as const) {
      for (const [price, size] of list) {
        if (size < 3 * typical) continue;
        const key = `${bid}${price}`;
        if (!this.walls.has(key)) {
          this.walls.set(key, { born: at, bid, price });
          this.walled++;
        }
      }
    }
    this.standing.push(this.walls.size);
  }

  row(minutes: number): Record<string, string> {
    const returns: number[] = [];
    for (let i = 1; i < this.mids.length; i++) returns.push(1e4 * Math.log((this.mids[i] as number) / (this.mids[i - 1] as number)));
    const rms = Math.sqrt(returns.reduce((s, x) => s + x * x, 0) / Math.max(1, returns.length));
    return {
      'msg/s': (this.messages / (minutes * 60)).toFixed(1),
      'spread ticks': median(this.spreads).toFixed(1),
      'levels in 10bps': String(median(this.levels)),
      'levels': String(median(this.total)),
      'trades/min': (this.trades / minutes).toFixed(0),
      'takes/min': (this.takes / minutes).toFixed(0),
      'vol rms': rms.toFixed(1),
      'vol median': median(returns.map(Math.abs)).toFixed(1),
      'walls': String(median(this.standing)),
      'walls/min': (this.walled / minutes).toFixed(0),
      'gone in 30s': `${((100 * this.vanished) / Math.max(1, this.walled)).toFixed(0)}%`,
    };
  }
}
