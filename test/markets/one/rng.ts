/** Seeded random numbers (sfc32). Every agent gets its own stream by name, so planting an episode does not
 * reshuffle the draws of the agents around it. */
export class Rng {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 1;
  private spare = NaN;

  constructor(seed: number, name: string) {
    let h = (2166136261 ^ seed) >>> 0;
    for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 16777619) >>> 0;
    this.a = h;
    this.b = Math.imul(seed ^ 0x9e3779b9, 2654435761) >>> 0;
    this.c = Math.floor(seed / 4294967296) >>> 0;
    for (let i = 0; i < 20; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  range(lo: number, hi: number): number {
    return lo + (hi - lo) * this.next();
  }

  /** Uniform in the logarithm: for ranges that span magnitudes. */
  logRange(lo: number, hi: number): number {
    return lo * Math.exp(Math.log(hi / lo) * this.next());
  }

  /** Whole number from lo to hi, both included. */
  int(lo: number, hi: number): number {
    return lo + Math.floor((hi - lo + 1) * this.next());
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)] as T;
  }

  exp(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const s = this.spare;
      this.spare = NaN;
      return s;
    }
    const r = Math.sqrt(-2 * Math.log(1 - this.next()));
    const w = 2 * Math.PI * this.next();
    this.spare = r * Math.sin(w);
    return r * Math.cos(w);
  }

  /** Lognormal by its median. */
  logNormal(median: number, s: number): number {
    return median * Math.exp(s * this.normal());
  }

  /** Poisson, for small means. */
  poisson(mean: number): number {
    const stop = Math.exp(-mean);
    let n = 0;
    for (let p = this.next(); p > stop; p *= this.next()) n++;
    return n;
  }

  /** Pareto with minimum 1, cut at `cap`. */
  pareto(alpha: number, cap: number): number {
    return Math.min(cap, Math.pow(1 - this.next(), -1 / alpha));
  }

  sign(): 1 | -1 {
    return this.next() < 0.5 ? 1 : -1;
  }
}
