/** Beyond this |x| the tail is below the float64 resolution near 1. */
const FAR = 8.3;

/**
 * Standard normal distribution function Φ(x), 0–1, to about 1e-15 absolute.
 * Series ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), Marsaglia 2004.
 */
export function normalCdf(x: number): number {
  if (x <= -FAR) return 0;
  if (x >= FAR) return 1;
  let term = x;
  let sum = x;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
