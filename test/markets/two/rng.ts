/** Seeded random numbers (sfc32). Named streams, so that adding a draw for one actor does not shift all others. */
export class Rng {
  #a: number; #b: number; #c: number; #d: number;
  #spare = NaN;

  constructor(seed: number, stream: string) {
    let h = 2166136261;
    const stir = (x: number): void => { h = Math.imul(h ^ x, 16777619); h ^= h >>> 15; };
    // Both halves of the seed count: seeds beyond 2^32 must not coincide.
    stir(seed >>> 0); stir(Math.floor(seed / 4294967296) | 0);
    for (let i = 0; i < stream.length; i++) stir(stream.charCodeAt(i));
    this.#a = h; stir(0x9e37); this.#b = h; stir(0x79b9); this.#c = h; this.#d = 1;
    for (let i = 0; i < 16; i++) this.u();
  }

  /** Uniform in (0, 1): never 0, so that logarithms are safe. */
  u(): number {
    const t = (this.#a + this.#b | 0) + this.#d | 0;
    this.#d = this.#d + 1 | 0;
    this.#a = this.#b ^ this.#b >>> 9;
    this.#b = this.#c + (this.#c << 3) | 0;
    this.#c = (this.#c << 21 | this.#c >>> 11) + t | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  }
  range(a: number, b: number): number { return a + (b - a) * this.u(); }
  /** Log-uniform: each factor equally likely. */
  logRange(a: number, b: number): number { return a * Math.exp(Math.log(b / a) * this.u()); }
  /** Whole number from a to b, both included. */
  int(a: number, b: number): number { return a + Math.floor(this.u() * (b - a + 1)); }
  chance(p: number): boolean { return this.u() < p; }
  exp(mean: number): number { return -Math.log(this.u()) * mean; }
  normal(): number {
    if (!Number.isNaN(this.#spare)) { const s = this.#spare; this.#spare = NaN; return s; }
    const r = Math.sqrt(-2 * Math.log(this.u()));
    const w = 2 * Math.PI * this.u();
    this.#spare = r * Math.sin(w);
    return r * Math.cos(w);
  }
  logNormal(median: number, sigma: number): number { return median * Math.exp(sigma * this.normal()); }
  pareto(min: number, alpha: number): number { return min * Math.pow(this.u(), -1 / alpha); }
  pick<T>(list: readonly T[]): T { return list[Math.floor(this.u() * list.length)] as T; }
}
