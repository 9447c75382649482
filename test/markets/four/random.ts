/** Seeded random numbers (sfc32), so the same options give the same market. */
export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(text: string) {
    let h = 0x811c9dc5;
    const word = (salt: string): number => {
      for (const ch of text + salt) {
        h = Math.imul(h ^ ch.charCodeAt(0), 0x01000193);
        h ^= h >>> 15;
      }
      return h | 0;
    };
    this.#a = word('a');
    this.#b = word('b');
    this.#c = word('c');
    for (let i = 0; i < 20; i++) this.next();
  }

  /** Uniform in (0, 1): never 0, so logarithms are safe. */
  next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  }

  range(from: number, to: number): number {
    return from + (to - from) * this.next();
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return from + Math.floor((to - from + 1) * this.next());
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** Exponential with the given mean. */
  exp(mean: number): number {
    return -mean * Math.log(this.next());
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Even on a logarithmic scale. */
  log(from: number, to: number): number {
    return from * Math.exp(Math.log(to / from) * this.next());
  }

  /** Pareto with minimum 1. */
  pareto(index: number): number {
    return Math.pow(this.next(), -1 / index);
  }
}
