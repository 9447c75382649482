import type { Unusual } from './usual-withdrawals.ts';
import type { Withdrawal } from './withdrawal.ts';
import type { Comparison } from './withdrawal-record.ts';

/** What is measured of a withdrawal, as the evidence needs it: logarithms of sizes, counts and times. Null: it can't be known. */
export type MeasuredQuantities = ReturnType<typeof quantitiesOf>;

/** The same, and how it compares with what is usual in the market. */
export type SpoofQuantities = MeasuredQuantities & Unusual;

/** `mirrored`: share of its walls that had a counterpart of their size on the other side. */
export const quantitiesOf = (one: Withdrawal, past: Comparison, mirrored: number) => ({
  times: Math.log(one.times),
  total: Math.log(one.total),
  layers: Math.log2(one.layers),
  life: Math.log(one.lifeSeconds + 0.1),
  traded: one.tradedShare,
  similar: Math.log1p(one.similar),
  larger: Math.log1p(one.larger),
  front: Math.log1p(one.front),
  distance: one.distance,
  closer: one.closer,
  opposite: one.opposite,
  pull: one.pull,
  pullOpposite: one.pullOpposite,
  gapOpposite: one.gapOpposite,
  gapSame: one.gapSame,
  moved: one.moved,
  movedAfter: one.movedAfter,
  spreadBorn: one.spreadBorn,
  spreadPulled: one.spreadPulled,
  bornSeconds: one.bornSeconds,
  mirrored,
  ...past,
});
