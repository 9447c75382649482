/** Intensities that depend on past events: two exponential kernels, quick and slow, over six kinds of events. */
export const LIMIT = 0, CANCEL = 2, MARKET = 4; // + 0 for bids / buyers, + 1 for asks / sellers
const N = 6;

/** Mean number of events of a kind (column) that one event of a kind (row) sets off, by the same and by the other side. */
//                      limit        cancel       market       of the [same, other] side letter
const QUICK: Record<number, readonly number[]> = {
  [LIMIT]: [0.16, 0.04, 0.10, 0.01, 0.004, 0.004],
  [CANCEL]: [0.14, 0.02, 0.18, 0.02, 0.002, 0.006],
  // A buyer's order: bids join, asks are refilled or run away; more buyers.
  [MARKET]: [0.25, 0.45, 0.05, 0.40, 0.28, 0.02],
};
const SLOW: Record<number, readonly number[]> = {
  [LIMIT]: [0.08, 0.06, 0.05, 0.04, 0.003, 0.003],
  [CANCEL]: [0.08, 0.06, 0.08, 0.05, 0.002, 0.004],
  [MARKET]: [0.30, 0.30, 0.20, 0.20, 0.25, 0.08],
};

export class Hawkes {
  readonly quick = new Float64Array(N);
  readonly slow = new Float64Array(N);
  readonly #bq: number; readonly #bs: number;
  readonly #strength: number;
  #at = 0;

  /** Decay rates a second; `strength` scales the numbers of descendants. */
  constructor(quick: number, slow: number, strength: number) { this.#bq = quick; this.#bs = slow; this.#strength = strength; }

  /** Brings the excitation to a time in ms. */
  decay(now: number): void {
    const dt = (now - this.#at) / 1000;
    if (dt <= 0) return;
    this.#at = now;
    const q = Math.exp(-this.#bq * dt), s = Math.exp(-this.#bs * dt);
    for (let i = 0; i < N; i++) { this.quick[i]! *= q; this.slow[i]! *= s; }
  }

  /** An event of a kind and side happened now. `weight` < 1 for those of outside actors, which the crowd half notices. */
  hit(kind: number, side: number, weight = 1): void {
    const q = QUICK[kind]!, s = SLOW[kind]!;
    for (let to = 0; to < N; to += 2) {
      for (const same of [0, 1]) {
        const i = to + (same === 0 ? side : 1 - side);
        this.quick[i]! += this.#strength * weight * q[to + same]! * this.#bq;
        this.slow[i]! += this.#strength * weight * s[to + same]! * this.#bs;
      }
    }
  }
}
