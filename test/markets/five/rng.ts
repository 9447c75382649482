/** Seeded random numbers (sfc32) and the distributions that the market uses. */

export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spare: number;

  constructor(seed: number, stream: number) {
    let z = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul((Math.floor(seed / 4294967296) | 0) + 77, 0x7feb352d) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0;
    const next = (): number => {
      z = (z + 0x9e3779b9) | 0;
      let t = z ^ (z >>> 16);
      t = Math.imul(t, 0x21f0aaad);
      t ^= t >>> 15;
      t = Math.imul(t, 0x735a2d97);
      return (t ^ (t >>> 15)) | 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = 1;
    this.spare = NaN;
    for (let i = 0; i < 16; i++) this.u();
  }

  /** Uniform in (0, 1). */
  u(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  }

  range(lo: number, hi: number): number {
    return lo + (hi - lo) * this.u();
  }

  /** Log-uniform. */
  logRange(lo: number, hi: number): number {
    return lo * Math.pow(hi / lo, this.u());
  }

  /** Whole number from lo to hi, both included. */
  int(lo: number, hi: number): number {
    return lo + Math.floor(this.u() * (hi - lo + 1));
  }

  chance(p: number): boolean {
    return this.u() < p;
  }

  exp(mean: number): number {
    return -Math.log(this.u()) * mean;
  }

  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const s = this.spare;
      this.spare = NaN;
      return s;
    }
    const r = Math.sqrt(-2 * Math.log(this.u()));
    const a = 2 * Math.PI * this.u();
    this.spare = r * Math.sin(a);
    return r * Math.cos(a);
  }

  /** Lognormal with the given median. */
  lognormal(median: number, sd: number): number {
    return median * Math.exp(sd * this.normal());
  }

  /** Pareto, at least 1. */
  pareto(index: number): number {
    return Math.pow(this.u(), -1 / index);
  }

  sign(): 1 | -1 {
    return this.u() < 0.5 ? 1 : -1;
  }

  side(): 0 | 1 {
    return this.u() < 0.5 ? 0 : 1;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.u() * list.length)] as T;
  }
}
