/* oxlint-disable oxc/approx-constant -- a knot at ln 2 is a measured one */
import type { Evidence } from './evidence.ts';
import type { ScoreComparison } from './score-record.ts';
import type { SpoofQuantities } from './spoof-quantities.ts';

/** Fitted by `test/markets/fit-spoofing.ts` (docs/detectors.md); not to be edited by hand. Log-odds without evidence. */
export const SPOOF_PRIOR = -4.794;

/** Log-odds from which a withdrawal is an alarm. */
export const SPOOF_THRESHOLD = 0.95;

/** Log-odds of each quantity of `spoof-quantities.ts`, linear between knots. */
export const SPOOF_EVIDENCE = {
  times: { knots: [0.703, 0.853, 1.07, 1.43, 2.59], logOdds: [0, -0.356, -0.022, 0.041, -0.035] },
  total: { knots: [0.703, 0.859, 1.11, 1.57, 3.02], logOdds: [0, -0.049, -0.271, 0.447, 2.264] },
  layers: { knots: [0, 2], logOdds: [0, 1.664] },
  life: { knots: [-1.2, 0.336, 1.16, 2.09, 3.59], logOdds: [0, -0.658, -0.547, -1.004, -2.451] },
  traded: { knots: [0, 0.368], logOdds: [0, -0.214] },
  similar: { knots: [0, 0.693, 1.95], logOdds: [0, 0.089, 0.415] },
  larger: { knots: [0, 1.79], logOdds: [0, -1.96] },
  front: { knots: [0, 0.693, 2.08, 3.14, 4.93], logOdds: [0, 0.017, -0.772, -1.473, -2.057] },
  distance: { knots: [-2.3, -0.77, 1.16, 2.57, 5.57], logOdds: [0, 0.276, 1.354, 0.893, 0.939] },
  closer: { knots: [-4.19, -0.0683, 0, 1.08, 5.92], logOdds: [0, 0.265, 0.07, 0.306, -0.758] },
  opposite: { knots: [0, 0.0589, 0.342, 0.867, 3.09], logOdds: [0, 0.003, -0.034, 0.172, -0.088] },
  pull: { knots: [0, 0.00986, 0.457, 4.55], logOdds: [0, -0.152, 0.496, 0.269] },
  pullOpposite: { knots: [0, 0.0163, 0.494, 4.94], logOdds: [0, 0.001, 0.357, -0.853] },
  gapOpposite: { knots: [0.0000342, 0.153, 0.6, 1.29, 2.57], logOdds: [0, -0.028, 0.089, 0.307, 0.166] },
  gapSame: { knots: [0.0000118, 0.102, 0.519, 1.3, 2.73], logOdds: [0, 0.102, -0.116, 0.141, 0.843] },
  moved: { knots: [-3, -0.69, 0.238, 3], logOdds: [0, 0.092, 0.472, 0.249] },
  movedAfter: { knots: [-3, -1.57, 0, 2.03, 3], logOdds: [0, 0.045, 0.084, 0.431, 0.349] },
  spreadBorn: { knots: [-2.98, -0.699, -0.0442, 0.523, 2.49], logOdds: [0, 0.544, 0.733, 0.695, 0.466] },
  spreadPulled: { knots: [-2.91, -0.625, -0.0276, 0.568, 2.47], logOdds: [0, 0.32, 0.479, 0.662, 0.299] },
  bornSeconds: { knots: [0, 3.4], logOdds: [0, -1.509] },
  mirrored: { knots: [0, 1], logOdds: [0, -0.578] },
  repeats: { knots: [0, 0.693, 1.39, 2.08, 2.89], logOdds: [0, 0.512, 0.789, 0.929, 0.814] },
  otherSide: { knots: [0, 0.693, 1.39, 1.95, 2.83], logOdds: [0, -0.283, -0.358, -0.431, -0.855] },
  largeOther: { knots: [0, 1.95, 2.77, 3.43, 4.29], logOdds: [0, -0.893, -1.26, -1.678, -2.244] },
  usualLarge: { knots: [2.79, 5.54, 6.37, 7.05, 7.95], logOdds: [0, -0.499, 0.041, 0.432, 1.471] },
  rowCount: { knots: [0, 2, 5, 10, 24], logOdds: [0, 0.225, 0.077, -0.018, 0.277] },
  rowGap: { knots: [-10.8, -2.8, -1, 0.165, 4.64], logOdds: [0, 0.427, 0.492, 0.705, 0.852] },
  rowOther: { knots: [0, 4, 11, 21, 49], logOdds: [0, -0.812, -0.757, -0.789, -1.214] },
  unusualTimes: { knots: [-1.18, -0.731, -0.244, 0.532, 2.8], logOdds: [0, 0.306, 0.542, 0.714, 1.22] },
  unusualTotal: { knots: [-1.14, -0.734, -0.276, 0.522, 2.8], logOdds: [0, 0.519, 0.766, 0.45, -0.198] },
  unusualLayers: { knots: [-0.604, -0.397, -0.297, -0.23, 3.31], logOdds: [0, -0.527, -1.655, -2.055, -1.152] },
  unusualLife: { knots: [-1.92, -0.638, 0.0149, 0.745, 2.06], logOdds: [0, 0.271, -0.057, 0.457, 1.266] },
  unusualSimilar: { knots: [-0.928, -0.568, -0.411, 0.383, 2.62], logOdds: [0, 0.18, 0.427, 0.702, 2.449] },
  unusualFront: { knots: [-1.74, -0.764, 0.0481, 0.714, 1.68], logOdds: [0, 0.533, 1.5, 1.969, 3.02] },
  unusualDistance: { knots: [-1.88, -0.698, 0.134, 0.734, 1.65], logOdds: [0, -1.446, -1.896, -2.152, -2.189] },
  unusualBornSeconds: { knots: [-0.482, -0.312, -0.224, -0.174, 3.39], logOdds: [0, -0.471, 0.606, 0.82, 0.512] },
} as const satisfies { readonly [name in keyof SpoofQuantities]?: Evidence };

/** Log-odds by the comparison of these log-odds with those of other withdrawals (`score-record.ts`). */
export const SPOOF_COMPARED = {
  othersAsHigh: { knots: [0, 3.14, 4.08, 4.84, 6.33], logOdds: [1.383, 0.926, -0.059, -0.013, -0.423] },
  aboveOthers: { knots: [-6.08, -2.78, -1.6, -0.35, 2.89], logOdds: [0, 0.274, -0.227, -1.298, -2.395] },
  bestBefore: { knots: [-4, -2.43, -1.45, -0.255, 3.53], logOdds: [0, 0.11, 0.328, 1.245, 1.532] },
  bestOpposite: { knots: [-4, -3.12, -2.11, -1.08, 2.28], logOdds: [0, -0.044, 0.02, 0.006, -0.932] },
  sumBefore: { knots: [-4.61, -1.52, -0.392, 0.733, 3.71], logOdds: [0, -0.392, -0.545, -0.697, -0.15] },
} as const satisfies { readonly [name in keyof ScoreComparison]: Evidence };
