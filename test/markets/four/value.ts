import type { Params } from './regimes.ts';
import type { Rng } from './random.ts';

/** What informed traders think the asset is worth, in ticks: the lead venue, news, and what this market's own flow says.
 * It moves no price by itself: only the orders of those who act on it do. */
export class Value {
  level: number;
  /** Volatility now, as a multiple of the market's usual one. */
  heat = 1;
  /** While a crash runs, the crash sets the level. */
  held = false;
  readonly #anchor: number;
  readonly #params: Params;
  readonly #rng: Rng;
  #slow = 0;
  #fast = 0;
  /** What of the last news is still to be taken in, basis points. */
  #news = 0;
  #burstLeft = 0;

  constructor(params: Params, rng: Rng) {
    this.level = params.price + rng.range(-0.4, 0.4);
    this.#anchor = this.level;
    this.#params = params;
    this.#rng = rng;
  }

  step(ms: number): void {
    const { sigma, burst } = this.#params;
    const rng = this.#rng;
    const minutes = ms / 60000;
    // Volatility clusters, at the scale of a quarter of an hour and of a minute.
    this.#slow += -this.#slow * (minutes / 15) + 0.35 * Math.sqrt(minutes / 7.5) * rng.normal();
    this.#fast += -this.#fast * minutes + 0.5 * Math.sqrt(2 * minutes) * rng.normal();
    if (this.#burstLeft > 0) this.#burstLeft -= ms;
    else if (burst > 1 && rng.chance(minutes / 3)) this.#burstLeft = rng.log(20000, 150000);
    this.heat = Math.min(1.8, Math.exp(this.#slow + this.#fast - 0.3)) * (this.#burstLeft > 0 ? burst : 1);
    if (this.held) return;
    const bps = sigma * this.heat * Math.sqrt(minutes) * rng.normal() * 0.85;
    // News: a move of some minutes' volatility that stays; taken in within some ten seconds, part of it at once.
    if (rng.chance(minutes / 25)) this.#news += rng.pick([-1, 1]) * sigma * rng.log(1, 5);
    const news = this.#news * (rng.chance(0.02) ? 0.5 : 0.04);
    this.#news -= news;
    const pull = ((this.#anchor - this.level) / this.#anchor) * (minutes / 60);
    this.level *= Math.exp((bps + news) / 1e4 + pull);
  }

  /** Trades carry information: the value follows the flow, less than in proportion to its size. */
  impact(direction: number, units: number): void {
    if (this.held) return;
    const { price, sigma, takers } = this.#params;
    const bps = (0.2 * sigma * Math.min(4, Math.sqrt(units))) / Math.sqrt(takers);
    this.level += (direction * bps * price) / 1e4;
  }
}
