import { checked, checkedOption, type Values } from '../stats/check.ts';
import { percentile } from '../../book/index.ts';
import { createAdwin, observeAdwin } from './adwin.ts';
import { createDdm, observeDdm } from './ddm.ts';
import { createPageHinkley, observePageHinkley } from './page-hinkley.ts';
import { jensenShannon, kolmogorovSmirnov, populationStability } from './two-sample.ts';

export type DriftDetector = 'ks' | 'psi' | 'jensen_shannon' | 'adwin' | 'page_hinkley' | 'ddm' | 'performance';
export type DriftSeverity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

export interface DriftSignal {
  readonly detector: DriftDetector;
  readonly drifted: boolean;
  /**
   * Size of the drift, 0–1, comparable between detectors: KS distance, PSI capped at 1, Jensen–Shannon in bits, relative worsening capped
   * at 1; 0 or 1 for alarms.
   */
  readonly strength: number;
  /** The detector's statistic and its limit. */
  readonly statistic: number;
  readonly limit: number;
}

export interface DriftReport {
  readonly signals: readonly DriftSignal[];
  readonly drifted: boolean;
  readonly severity: DriftSeverity | null;
}

/** The required limits. */
const LIMITS = { ksP: 0.05, psi: 0.25, jensenShannon: 0.1, worse: 0.2 } as const;

export interface DriftOptions {
  /** Mean absolute errors of a model's forecasts in both samples, for the performance detector. */
  readonly errors?: { readonly reference: number; readonly current: number };
  /** Whether a model was right or wrong, by case in time order, for DDM. */
  readonly outcomes?: { readonly reference: readonly Outcome[]; readonly current: readonly Outcome[] };
}

type Outcome = 'right' | 'wrong';

/**
 * Tests whether `current` has the distribution of `reference`, by the required detectors. Severity: CRITICAL for three signals or a
 * strength above 0.5, HIGH for two or above 0.35, MEDIUM above 0.25, LOW for any other signal, null for none. ADWIN and Page–Hinkley run
 * over both samples, scaled by the 1st–99th percentile of the reference, and count alarms in `current`. Needs 20 values in each sample.
 */
export function assessDrift(reference: Values, current: Values, { errors, outcomes }: DriftOptions = {}): DriftReport {
  const [a, b] = [checked('Drift', reference, 20), checked('Drift', current, 20)];
  const ks = kolmogorovSmirnov(a, b);
  const psi = populationStability(a, b);
  const js = jensenShannon(a, b);
  const alarms = countAlarms(a, b);
  const alarm = (detector: DriftDetector, count: number): DriftSignal => {
    return { detector, drifted: count > 0, strength: count > 0 ? 1 : 0, statistic: count, limit: 0 };
  };
  const signals: DriftSignal[] = [
    { detector: 'ks', drifted: ks.pValue < LIMITS.ksP, strength: ks.statistic, statistic: ks.pValue, limit: LIMITS.ksP },
    { detector: 'psi', drifted: psi > LIMITS.psi, strength: Math.min(1, psi), statistic: psi, limit: LIMITS.psi },
    { detector: 'jensen_shannon', drifted: js > LIMITS.jensenShannon, strength: js, statistic: js, limit: LIMITS.jensenShannon },
    alarm('adwin', alarms.adwin),
    alarm('page_hinkley', alarms.pageHinkley),
  ];
  if (outcomes) signals.push(alarm('ddm', wrongAlarms(outcomes.reference, outcomes.current)));
  if (errors) {
    checkedOption('Drift', 'reference error', errors.reference, { min: Number.MIN_VALUE });
    checkedOption('Drift', 'current error', errors.current, { min: 0 });
    const worse = errors.current / errors.reference - 1;
    const strength = Math.min(1, Math.max(0, worse));
    signals.push({ detector: 'performance', drifted: worse > LIMITS.worse, strength, statistic: worse, limit: LIMITS.worse });
  }
  const severity = severityOf(signals);
  return { signals, drifted: severity !== null, severity };
}

/** Number of DDM alarms in `current`, after DDM has processed `reference`. */
function wrongAlarms(reference: readonly Outcome[], current: readonly Outcome[]): number {
  const ddm = createDdm();
  for (const outcome of reference) observeDdm(ddm, outcome);
  return current.filter((outcome) => observeDdm(ddm, outcome) === 'drift').length;
}

/** Detectors that only raise alarms; their strength is no size of the drift. */
const ALARMS: readonly DriftDetector[] = ['adwin', 'page_hinkley', 'ddm'];

/** The required severity. An alarm of ADWIN, Page–Hinkley or DDM counts as a signal, not as a strength. */
export function severityOf(signals: readonly DriftSignal[]): DriftSeverity | null {
  const raised = signals.filter(({ drifted }) => drifted);
  if (raised.length === 0) return null;
  const sized = raised.filter(({ detector }) => !ALARMS.includes(detector));
  const strongest = sized.reduce((high, { strength }) => Math.max(high, strength), 0);
  if (raised.length >= 3 || strongest > 0.5) return 'CRITICAL';
  if (raised.length >= 2 || strongest > 0.35) return 'HIGH';
  return strongest > 0.25 ? 'MEDIUM' : 'LOW';
}

function countAlarms(a: Float64Array, b: Float64Array): { readonly adwin: number; readonly pageHinkley: number } {
  const sorted = a.slice().sort();
  const low = percentile(sorted, 1)!;
  const range = percentile(sorted, 99)! - low;
  const scale = (value: number) => (range > 0 ? (value - low) / range : Math.sign(value - low));
  const adwin = createAdwin();
  // λ is in units of the range. Values inside the range can never reach 50; 25 values that are off by a fifth of the range reach 5.
  const pageHinkley = createPageHinkley({ lambda: 5, delta: 0.05 });
  const counts = { adwin: 0, pageHinkley: 0 };
  for (const [stretch, weight] of [
    [a, 0],
    [b, 1],
  ] as const) {
    for (const value of stretch) {
      if (observeAdwin(adwin, scale(value))) counts.adwin += weight;
      if (observePageHinkley(pageHinkley, scale(value)) !== null) counts.pageHinkley += weight;
    }
  }
  return counts;
}
