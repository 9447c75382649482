/** A seeded generator of random numbers (sfc32) and the distributions the agents draw from. */

export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | null;

  constructor(text: string) {
    // FNV-1a over the text, then a few rounds to spread it over the four words of state.
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    this.#a = h | 0;
    this.#b = Math.imul(h, 0x9e3779b1) | 0;
    this.#c = (h ^ 0x5bd1e995) | 0;
    this.#d = 1;
    this.#spare = null;
    for (let i = 0; i < 20; i++) this.next();
  }

  /** Uniform on [0, 1). */
  next(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t | 0;
    return (t >>> 0) / 4294967296;
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Uniform in the logarithm: for quantities whose order of magnitude is what is unknown. */
  logBetween(low: number, high: number): number {
    return low * Math.pow(high / low, this.next());
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  exp(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  normal(): number {
    if (this.#spare !== null) {
      const x = this.#spare;
      this.#spare = null;
      return x;
    }
    const r = Math.sqrt(-2 * Math.log(1 - this.next()));
    const phi = 2 * Math.PI * this.next();
    this.#spare = r * Math.sin(phi);
    return r * Math.cos(phi);
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Lomax: a power-law tail that starts at zero; `scale` is where it begins to bend. */
  lomax(scale: number, index: number): number {
    return scale * (Math.pow(1 - this.next(), -1 / index) - 1);
  }

  pareto(low: number, index: number): number {
    return low * Math.pow(1 - this.next(), -1 / index);
  }

  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let k = 0;
    let product = this.next();
    while (product > limit) {
      k++;
      product *= this.next();
    }
    return k;
  }
}
