import { checked, checkedOption, type Values } from '../stats/check.ts';
import { isConstant, mean } from '../stats/moments.ts';
import { fitLine } from '../stats/ols.ts';

/** Significance of the critical values, in the order of the tables. */
const LEVELS = [0.1, 0.05, 0.025, 0.01] as const;
/** Kwiatkowski, Phillips, Schmidt & Shin 1992, table 1. */
const CRITICAL = { level: [0.347, 0.463, 0.574, 0.739], trend: [0.119, 0.146, 0.176, 0.216] } as const;

export interface Kpss {
  readonly statistic: number;
  /** Interpolated between the table's ends, 0.01 and 0.1; beyond them the end, and `pValueIs` gives the direction. */
  readonly pValue: number;
  readonly pValueIs: 'exact' | 'at most' | 'at least';
  readonly lags: number;
  readonly critical: Readonly<Record<'10%' | '5%' | '2.5%' | '1%', number>>;
}

/** Bandwidth of Hobijn, Franses & Ooms 1998 for the Bartlett kernel. */
function automaticLags(residuals: Float64Array): number {
  const n = residuals.length;
  let [s0, s1] = [residuals.reduce((sum, e) => sum + e * e, 0) / n, 0];
  for (let lag = 1; lag <= Math.floor(n ** (2 / 9)); lag++) {
    const product = (2 / n) * lagProduct(residuals, lag);
    s0 += product;
    s1 += lag * product;
  }
  return Math.min(n - 1, Math.floor(1.1447 * ((s1 / s0) ** 2 * n) ** (1 / 3)));
}

function lagProduct(e: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < e.length; i++) sum += e[i]! * e[i - lag]!;
  return sum;
}

/**
 * KPSS test; the null hypothesis is that the series is stationary around a level, or around a straight line (`around: 'trend'`).
 * Σ S_t² / (n² s²), S partial sums of the residuals, s² their long-run variance with a Bartlett kernel over `lags`
 * (default: Hobijn, Franses & Ooms). Returns null for a constant series. Needs 4 values.
 */
export function kpss(
  values: Values,
  { around = 'level', lags }: { readonly around?: 'level' | 'trend'; readonly lags?: number } = {},
): Kpss | null {
  const x = checked('KPSS', values, 4);
  const { level, slope } = around === 'trend' ? fitLine(x) : { level: mean(x), slope: 0 };
  const residuals = x.map((value, i) => value - level - slope * i);
  if (
    isConstant(x) ||
    residuals.every((e) => Math.abs(e) <= 1e-12 * x.reduce((most, value) => Math.max(most, Math.abs(value)), 0))
  )
    return null;
  const n = x.length;
  const width =
    lags === undefined ? automaticLags(residuals) : checkedOption('KPSS', 'lags', lags, { min: 0, max: n - 1, whole: true });
  let longRun = lagProduct(residuals, 0) / n;
  for (let lag = 1; lag <= width; lag++) longRun += (2 / n) * (1 - lag / (width + 1)) * lagProduct(residuals, lag);
  let [partial, sum] = [0, 0];
  for (const e of residuals) {
    partial += e;
    sum += partial * partial;
  }
  const statistic = sum / (n * n * longRun);
  const table = CRITICAL[around];
  return {
    statistic,
    ...interpolate(statistic, table),
    lags: width,
    critical: { '10%': table[0], '5%': table[1], '2.5%': table[2], '1%': table[3] },
  };
}

function interpolate(statistic: number, table: readonly number[]): Pick<Kpss, 'pValue' | 'pValueIs'> {
  if (statistic < table[0]!) return { pValue: LEVELS[0], pValueIs: 'at least' };
  const above = table.findIndex((critical) => statistic < critical);
  if (above < 0) return { pValue: LEVELS[3], pValueIs: 'at most' };
  const share = (statistic - table[above - 1]!) / (table[above]! - table[above - 1]!);
  return { pValue: LEVELS[above - 1]! + share * (LEVELS[above]! - LEVELS[above - 1]!), pValueIs: 'exact' };
}
