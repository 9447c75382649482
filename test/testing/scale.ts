// One setting scales all random tests. A test states its usual count, or the full count of the long lane; the lane scales it.

export type Lane = 'usual' | 'heavy' | 'long';

/** Share of the full count that a lane runs. */
const SHARES: Readonly<Record<Lane, number>> = { usual: 1 / 125, heavy: 1 / 20, long: 1 };

/** `usual` unless `TALLYFOIL_TESTS` names another. */
export const LANE: Lane = (['heavy', 'long'] as const).find((lane) => lane === process.env['TALLYFOIL_TESTS']) ?? 'usual';

/** `TALLYFOIL_SCALE` multiplies every count: 4 tests more, .1 is faster. */
const FACTOR = Number(process.env['TALLYFOIL_SCALE'] ?? 1);
if (!(FACTOR > 0)) throw new Error('TALLYFOIL_SCALE is not a number above 0');

/** Cases of `full` that this lane runs, at least one. */
export const shareOf = (full: number, { lane = LANE, factor = FACTOR } = {}): number =>
  Math.max(1, Math.round(full * SHARES[lane] * factor));

/** Runs of a property: `usual` in the usual lane, 6 times that in the heavy lane, 125 times in the long one. */
export const runs = (usual: number, { lane = LANE, factor = FACTOR } = {}): number =>
  Math.max(1, Math.round(usual * (SHARES[lane] / SHARES.usual) * factor));
