import { goldenSection } from '../math/golden-section.ts';
import { fitLine } from '../math/fit-line.ts';
import type { Meter } from '../meter.ts';
import { fitEts } from '../smoothing/fit-ets.ts';

/** How the theta line and the trend are joined, and the curve of the trend. */
export interface FourThetaForm {
  readonly joining: 'additive' | 'multiplicative';
  readonly trend: 'linear' | 'exponential';
}

export interface FourThetaFit {
  readonly form: FourThetaForm;
  readonly theta: number;
  readonly fitted: Float64Array;
  /** Mean absolute one-step error. */
  readonly error: number;
  readonly sigma2: number;
  readonly alpha: number;
  /** End point of the smoothing search, as a start for a nearby theta. */
  readonly point: Float64Array;
  readonly path: (horizon: number) => Float64Array;
}

/** In a product, the trend must stay above 0 for this share of the sample's length after the end. */
const LINE_AHEAD = 0.25;
const THETA = { low: 1, high: 3, tolerance: 0.01 };
const FORMS: readonly FourThetaForm[] = (['additive', 'multiplicative'] as const).flatMap((joining) =>
  (['linear', 'exponential'] as const).map((trend) => ({ joining, trend })),
);

function trendOf(values: Float64Array, trend: FourThetaForm['trend']): (t: number) => number {
  const { intercept, slope } = fitLine(trend === 'linear' ? values : values.map(Math.log));
  return trend === 'linear' ? (t) => intercept + slope * t : (t) => Math.exp(intercept + slope * t);
}

/** Fits one theta and form: the smoothed theta line, weighted 1/θ, joined with the trend, weighted 1 − 1/θ. */
function fitOne(
  values: Float64Array,
  form: FourThetaForm,
  theta: number,
  { meter, from }: { readonly meter: Meter; readonly from?: Float64Array },
): FourThetaFit | null {
  const trend = trendOf(values, form.trend);
  const added = form.joining === 'additive';
  const lines = values.map((value, t) => {
    const at = trend(t + 1);
    return added ? theta * value + (1 - theta) * at : value ** theta * at ** (1 - theta);
  });
  // A product with a trend that soon crosses 0 cannot be extrapolated.
  const ahead = trend(Math.ceil(values.length * (1 + LINE_AHEAD)));
  if (!lines.every(Number.isFinite) || (!added && !(ahead > 0))) return null;
  const smoothing = fitEts(
    lines,
    1,
    { error: 'A', trend: 'N', season: 'N' },
    {
      meter,
      maxEvaluations: 150,
      ...(from ? { from } : {}),
    },
  );
  // A negative level has no real root.
  if (smoothing === null || (!added && !(smoothing.last.level > 0))) return null;
  const share = 1 / theta;
  const join = (line: number, at: number) => (added ? share * line + (1 - share) * at : line ** share * at ** (1 - share));
  const fitted = lines.map((line, t) => join(line - smoothing.errors[t]!, trend(t + 1)));
  const errors = values.map((value, t) => value - fitted[t]!);
  if (!errors.every(Number.isFinite)) return null;
  const n = values.length;
  return {
    form,
    theta,
    fitted,
    error: errors.reduce((sum, error) => sum + Math.abs(error), 0) / n,
    sigma2: errors.reduce((sum, error) => sum + error * error, 0) / Math.max(1, n - 3),
    alpha: smoothing.weights.alpha,
    point: smoothing.point,
    // A falling line that crosses 0 makes the product 0 from there on.
    path: (horizon) =>
      Float64Array.from({ length: horizon }, (_, i) =>
        join(smoothing.last.level, added ? trend(n + 1 + i) : Math.max(0, trend(n + 1 + i))),
      ),
  };
}

/**
 * 4Theta of Spiliotis, Assimakopoulos & Makridakis 2020 (M4 method 5). Tries a linear and an exponential trend, joined by sum or
 * product, with θ in [1, 3]; the smallest mean absolute one-step error wins. Products and exponentials need positive values.
 */
export function fitFourTheta(values: Float64Array, meter: Meter): FourThetaFit | null {
  const positive = values.every((value) => value > 0);
  const forms = positive ? FORMS : FORMS.filter(({ joining, trend }) => joining === 'additive' && trend === 'linear');
  let best: FourThetaFit | null = null;
  for (const form of forms) {
    if (best !== null && meter.exhausted()) break;
    let last: FourThetaFit | null = null;
    const at = (theta: number) => {
      const fit: FourThetaFit | null = fitOne(values, form, theta, { meter, ...(last ? { from: last.point } : {}) });
      last = fit ?? last;
      return fit;
    };
    const { x } = goldenSection((theta) => at(theta)?.error ?? Infinity, { ...THETA, meter });
    const fit = at(x);
    if (fit && (best === null || fit.error < best.error)) best = fit;
  }
  return best;
}
