// One setting for everything random. A test states its usual count, or the full count of its long lane; the lane decides the rest.

export type Lane = 'usual' | 'heavy' | 'long';

/** Share of the full count that a lane runs. */
const SHARES: Readonly<Record<Lane, number>> = { usual: 1 / 125, heavy: 1 / 20, long: 1 };

/** `usual` unless `TALLYFOIL_TESTS` names another. */
export const LANE: Lane = (['heavy', 'long'] as const).find((lane) => lane === process.env['TALLYFOIL_TESTS']) ?? 'usual';

/** `TALLYFOIL_SCALE` multiplies every count: 4 looks harder, .1 looks quickly. */
const FACTOR = Number(process.env['TALLYFOIL_SCALE'] ?? 1);
if (!(FACTOR > 0)) throw new Error('TALLYFOIL_SCALE is not a number above 0');

/** Cases of `full` that this lane runs, at least one. */
export const shareOf = (full: number, { lane = LANE, factor = FACTOR } = {}): number =>
  Math.max(1, Math.round(full * SHARES[lane] * factor));

/** Runs of a property, of which the usual lane makes `usual`: 6 times as many in the heavy lane, 125 times in the long one. */
export const runs = (usual: number, { lane = LANE, factor = FACTOR } = {}): number =>
  Math.max(1, Math.round(usual * (SHARES[lane] / SHARES.usual) * factor));
