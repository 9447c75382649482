/** Least-squares line through (1, y₁) … (n, yₙ), over the first `count` values; slope 0 for one value. */
export function fitLine(
  values: ArrayLike<number>,
  count = values.length,
): { readonly intercept: number; readonly slope: number } {
  const middle = (count + 1) / 2;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += values[i]! / count;
  let [sxx, sxy] = [0, 0];
  for (let i = 0; i < count; i++) {
    const x = i + 1 - middle;
    sxx += x * x;
    sxy += x * (values[i]! - mean);
  }
  const slope = sxx > 0 ? sxy / sxx : 0;
  return { intercept: mean - slope * middle, slope };
}
