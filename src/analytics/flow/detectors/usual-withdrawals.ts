import { US_PER_MINUTE, type Micros } from '../../../core/index.ts';

/**
 * Quantities that are also compared with what is usual in the market. Mean and standard deviation: of a market that is not known yet,
 * rounded from the withdrawals of `test/markets/fit-spoofing.ts`.
 */
const COMPARED = {
  times: { mean: 1.2, deviation: 0.47 },
  total: { mean: 1.3, deviation: 0.59 },
  layers: { mean: 0.22, deviation: 0.54 },
  life: { mean: 1.1, deviation: 1.2 },
  similar: { mean: 0.35, deviation: 0.6 },
  front: { mean: 2.2, deviation: 1.6 },
  distance: { mean: 1.1, deviation: 2.6 },
  bornSeconds: { mean: 0.3, deviation: 0.94 },
} as const;

type Compared = keyof typeof COMPARED;

/** How many standard deviations a quantity is from its mean in this market, −6 to 8. */
export type Unusual = { readonly [name in Compared as `unusual${Capitalize<name>}`]: number };

/** Sums over a market's withdrawals, of which older ones count less and less. Plain data. */
export interface UsualWithdrawals {
  at: Micros | null;
  weight: number;
  readonly sums: number[];
  readonly squares: number[];
}

/** After this time a withdrawal counts 1 / e. */
const FADE_US = 30 * US_PER_MINUTE;
/** Withdrawals of an unknown market that each market is taken to have had. */
const PRIOR_COUNT = 20;
/** Least variance, in variances of an unknown market: a count that never changed may still change. */
const VARIANCE_LEAST = 0.02;
const LEAST = -6;
const MOST = 8;

const NAMES = Object.keys(COMPARED) as Compared[];
const KEYS = NAMES.map((name) => `unusual${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof Unusual);

export const newUsualWithdrawals = (): UsualWithdrawals => ({
  at: null,
  weight: 0,
  sums: NAMES.map(() => 0),
  squares: NAMES.map(() => 0),
});

/** In standard deviations of an unknown market. */
const scaled = (name: Compared, value: number): number => (value - COMPARED[name].mean) / COMPARED[name].deviation;

/** Fades what came before `now`. */
function fade(usual: UsualWithdrawals, now: Micros): void {
  const share = usual.at === null ? 1 : Math.exp(-Math.max(0, now - usual.at) / FADE_US);
  usual.at = now;
  usual.weight *= share;
  for (let i = 0; i < NAMES.length; i++) {
    usual.sums[i]! *= share;
    usual.squares[i]! *= share;
  }
}

/** Compares a withdrawal with those before it, and adds it to them. */
export function compareWithUsual(
  usual: UsualWithdrawals,
  quantities: { readonly [name in Compared]: number },
  now: Micros,
): Unusual {
  fade(usual, now);
  const count = usual.weight + PRIOR_COUNT;
  usual.weight++;
  const unusual = NAMES.map((name, i): [string, number] => {
    const value = scaled(name, quantities[name]);
    const mean = usual.sums[i]! / count;
    const variance = Math.max(VARIANCE_LEAST, (usual.squares[i]! + PRIOR_COUNT) / count - mean ** 2);
    usual.sums[i]! += value;
    usual.squares[i]! += value ** 2;
    const from = Math.min(MOST, Math.max(LEAST, (value - mean) / Math.sqrt(variance)));
    return [KEYS[i]!, from];
  });
  return Object.fromEntries(unusual) as Unusual;
}
