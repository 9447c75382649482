/** In-place radix-2 transform, e^(−2πi…); the length is a power of two. */
function transformPowerOfTwo(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j]!, re[i]!];
    [im[i], im[j]] = [im[j]!, im[i]!];
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let i = k; i < n; i += size) {
        const [a, b] = [re[i + half]! * c - im[i + half]! * s, re[i + half]! * s + im[i + half]! * c];
        re[i + half] = re[i]! - a;
        im[i + half] = im[i]! - b;
        re[i] = re[i]! + a;
        im[i] = im[i]! + b;
      }
    }
  }
}

/** Discrete Fourier transform of real values of any length, by Bluestein's algorithm if the length isn't a power of two. */
export function fourier(values: ArrayLike<number>): { readonly re: Float64Array; readonly im: Float64Array } {
  const n = values.length;
  if (n > 0 && (n & (n - 1)) === 0) {
    const [re, im] = [Float64Array.from(values), new Float64Array(n)];
    transformPowerOfTwo(re, im);
    return { re, im };
  }
  let size = 1;
  while (size < 2 * n) size *= 2;
  // i² mod 2n keeps the angle small and therefore accurate.
  const cos = Float64Array.from({ length: n }, (_, i) => Math.cos((Math.PI * ((i * i) % (2 * n))) / n));
  const sin = Float64Array.from({ length: n }, (_, i) => Math.sin((Math.PI * ((i * i) % (2 * n))) / n));
  const [ar, ai, br, bi] = [0, 0, 0, 0].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < n; i++) {
    ar[i] = values[i]! * cos[i]!;
    ai[i] = -values[i]! * sin[i]!;
    br[i] = cos[i]!;
    bi[i] = sin[i]!;
    if (i > 0) [br[size - i], bi[size - i]] = [cos[i]!, sin[i]!];
  }
  transformPowerOfTwo(ar, ai);
  transformPowerOfTwo(br, bi);
  // The inverse transform is the forward one of the conjugate, divided by its length.
  for (let i = 0; i < size; i++) {
    [ar[i], ai[i]] = [ar[i]! * br[i]! - ai[i]! * bi[i]!, -(ar[i]! * bi[i]! + ai[i]! * br[i]!)];
  }
  transformPowerOfTwo(ar, ai);
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const [a, b] = [ar[i]! / size, -ai[i]! / size];
    re[i] = a * cos[i]! + b * sin[i]!;
    im[i] = b * cos[i]! - a * sin[i]!;
  }
  return { re, im };
}

/** Periodogram at the frequencies k / n, k = 0 … ⌊n/2⌋: |X_k|² / n, in squared units of the values. */
export function periodogram(values: ArrayLike<number>): Float64Array {
  const { re, im } = fourier(values);
  const n = values.length;
  return Float64Array.from({ length: Math.floor(n / 2) + 1 }, (_, k) => (re[k]! ** 2 + im[k]! ** 2) / n);
}

/** Sums Σ values[i] · values[i − lag] at lags 0 … `maxLag`, in O(n log n): the transform of the power spectrum, padded with zeros. */
export function laggedProducts(values: ArrayLike<number>, maxLag: number): Float64Array {
  let size = 1;
  while (size < values.length + maxLag + 1) size *= 2;
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  re.set(Float64Array.from(values));
  transformPowerOfTwo(re, im);
  for (let i = 0; i < size; i++) [re[i], im[i]] = [re[i]! ** 2 + im[i]! ** 2, 0];
  // The spectrum is even, so the forward transform is also the inverse one, times the size.
  transformPowerOfTwo(re, im);
  return re.slice(0, maxLag + 1).map((sum) => sum / size);
}
