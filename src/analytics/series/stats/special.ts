const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const TINY = 1e-300;
const CLOSE = 1e-15;
const MAX_TERMS = 10_000;

/** ln Γ(x) for x > 0, to about 1e-14 relative; Lanczos with g = 7. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  const sum = LANCZOS.reduce((total, c, i) => (i === 0 ? c : total + c / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let result = d;
  const turn = (term: number) => {
    d = 1 + term * d;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = 1 + term / c;
    if (Math.abs(c) < TINY) c = TINY;
    result *= d * c;
    return Math.abs(d * c - 1);
  };
  for (let m = 1; m < MAX_TERMS; m++) {
    turn((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    if (turn((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))) < CLOSE) break;
  }
  return result;
}

/** Regularised incomplete beta function I_x(a, b), 0–1; a, b > 0. */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** Upper tail of the gamma distribution: Q(a, x) = Γ(a, x) / Γ(a), 0–1; a > 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < MAX_TERMS && term > sum * CLOSE; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const term = -n * (n - a);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    result *= d * c;
    if (Math.abs(d * c - 1) < CLOSE) break;
  }
  return front * result;
}

/** P(χ² > x) with `df` degrees of freedom. */
export const chiSquareTail = (x: number, df: number): number => upperGamma(df / 2, x / 2);

/** P(F > x) with `df1` and `df2` degrees of freedom. */
export const fTail = (x: number, df1: number, df2: number): number =>
  x <= 0 ? 1 : incompleteBeta(df2 / 2, df1 / 2, df2 / (df2 + df1 * x));

/** Two-sided tail probability of Student's t with `df` degrees of freedom. */
export const studentTails = (t: number, df: number): number => incompleteBeta(df / 2, 0.5, df / (df + t * t));

/** The t whose two-sided tail probability is `p`, 0 < p <= 1; by bisection. */
export function studentQuantile(p: number, df: number): number {
  let [low, high] = [0, 2];
  while (studentTails(high, df) > p && high < Number.MAX_VALUE / 4) high *= 2;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTails(middle, df) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
