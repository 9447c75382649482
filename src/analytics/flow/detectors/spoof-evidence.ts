/* oxlint-disable oxc/approx-constant -- a knot at ln 2 is a measured one */
import type { Evidence } from './evidence.ts';
import type { SpoofQuantities } from './spoof-quantities.ts';

/** Fitted by `test/markets/fit-spoofing.ts` (docs/detectors.md); not to be edited by hand. Log-odds without evidence. */
export const SPOOF_PRIOR = -4.235;

/** Log-odds from which a withdrawal is an alarm. */
export const SPOOF_THRESHOLD = 1.41;

/** Log-odds of each quantity of `spoof-quantities.ts`, linear between knots. */
export const SPOOF_EVIDENCE = {
  times: { knots: [0.704, 0.862, 1.09, 1.44, 2.61], logOdds: [0, 0.189, 0.676, 1.234, 2.305] },
  total: { knots: [0.704, 0.869, 1.13, 1.58, 3.04], logOdds: [0, -0.183, -0.471, 0.351, 2.236] },
  layers: { knots: [0, 2], logOdds: [0, 2.391] },
  life: { knots: [-1.2, 0.405, 1.22, 2.1, 3.59], logOdds: [0, -0.069, -0.199, -0.217, -1.336] },
  traded: { knots: [0, 0.356], logOdds: [0, -0.098] },
  similar: { knots: [0, 0.693, 1.95], logOdds: [0, 0.638, 0.692] },
  larger: { knots: [0, 1.79], logOdds: [0, -0.94] },
  front: { knots: [0, 1.1, 2.2, 3.26, 5.04], logOdds: [0, -0.528, -0.861, -0.856, -0.759] },
  distance: { knots: [-2.3, -0.341, 1.3, 2.69, 5.79], logOdds: [0, 0.047, 0.709, 0.31, 0.612] },
  closer: { knots: [-4.25, -0.0775, 0, 0.813, 5.98], logOdds: [0, 0.285, -0.021, 0.347, -1.339] },
  opposite: { knots: [0, 0.0522, 0.32, 0.839, 3.08], logOdds: [0, 0.06, 0.006, 0.295, 0.028] },
  pull: { knots: [0, 0.00414, 0.437, 4.55], logOdds: [0, 0.001, 0.556, 0.161] },
  pullOpposite: { knots: [0, 0.00491, 0.454, 4.71], logOdds: [0, -0.059, 0.462, -0.917] },
  gapOpposite: { knots: [0.0000168, 0.132, 0.568, 1.28, 2.59], logOdds: [0, 0.072, 0.086, 0.25, 0.01] },
  gapSame: { knots: [0.00000686, 0.0989, 0.516, 1.3, 2.74], logOdds: [0, -0.002, -0.108, 0.066, 0.667] },
  moved: { knots: [-3, -0.745, 0.0792, 3], logOdds: [0, 0.071, 0.593, 0.42] },
  movedAfter: { knots: [-3, -1.4, 0, 1.8, 3], logOdds: [0, -0.15, -0.079, 0.278, 0.353] },
  spreadBorn: { knots: [-3.13, -0.625, -0.0225, 0.572, 2.56], logOdds: [0, 0.308, 0.343, 0.391, 0.276] },
  spreadPulled: { knots: [-3.07, -0.584, -0.0187, 0.586, 2.52], logOdds: [0, 0.261, 0.329, 0.578, 0.25] },
  bornSeconds: { knots: [0, 3.6], logOdds: [0, -2.27] },
  mirrored: { knots: [0, 1], logOdds: [0, -0.569] },
  repeats: { knots: [0, 0.693, 1.39, 1.95, 2.94], logOdds: [0, 0.509, 0.752, 0.725, -0.27] },
  otherSide: { knots: [0, 0.693, 1.39, 1.95, 2.83], logOdds: [0, -0.333, -0.178, -0.165, -0.258] },
  largeOther: { knots: [0, 1.95, 2.77, 3.4, 4.32], logOdds: [0, -0.951, -1.187, -2.241, -3.252] },
  usualLarge: { knots: [2.94, 5.56, 6.39, 7.03, 7.97], logOdds: [0, 0.697, 1.863, 2.356, 3.602] },
  rowCount: { knots: [0, 2, 5, 10, 25], logOdds: [0, 0.029, -0.294, -0.873, -0.663] },
  rowGap: { knots: [-11.2, -2.95, -1.12, 0.0896, 4.79], logOdds: [0, -0.174, -0.397, -0.313, -0.579] },
  rowOther: { knots: [0, 5, 12, 21, 51], logOdds: [0, -1.151, -0.677, -0.718, -0.391] },
  rate: { knots: [4.79, 6.23, 6.78, 7.38, 8.12], logOdds: [0, -0.991, -1.571, -2.297, -1.333] },
  tail: { knots: [1.02, 1.12, 1.18, 1.28, 1.46], logOdds: [0, -0.264, -0.357, -0.537, -0.006] },
  usualLayers: { knots: [0.0733, 0.124, 0.174, 0.252, 0.581], logOdds: [0, 0.16, 0.409, 0.729, -1.717] },
} as const satisfies { readonly [name in keyof SpoofQuantities]?: Evidence };
