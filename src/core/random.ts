/** A seeded source of numbers in [0, 1). Same seed, same sequence, on every machine. */
export interface Random {
  (): number;
  /** The whole state, for checkpoints. */
  state(): number;
}

/** mulberry32 (T. Ettinger, public domain): 32 bits of state, ample for jitter and simulation. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return Object.assign(next, { state: () => state });
}
