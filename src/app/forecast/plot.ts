export interface PlotInput {
  /** Newest values before the forecast, oldest first. */
  readonly past: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  /** The widest interval; null if there is none. */
  readonly bounds: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> } | null;
}

const ROWS = 14;
const MARKS = { past: '·', mean: '●', inside: '░', now: '│' } as const;
const SCALE_WIDTH = 12;

/** A number in at most ten characters. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e7 || size < 1e-3) return value.toExponential(3);
  return value.toFixed(Math.max(0, Math.min(4, 5 - Math.ceil(Math.log10(size)))));
}

/**
 * Past and forecast as text, `width` characters wide: `·` past, `●` path, `░` interval. As much of the past as fits is shown, at least one
 * value; a long path is thinned evenly.
 */
export function plot({ past, mean, bounds }: PlotInput, width: number): string {
  const columns = Math.max(10, width - SCALE_WIDTH - 1);
  const ahead = Math.min(mean.length, Math.floor(columns / 2));
  const seen = Math.min(past.length, columns - ahead - 1);
  const stepOf = (column: number) => Math.min(mean.length - 1, Math.floor(((column + 1) * mean.length) / ahead) - 1);
  const shown = Array.from({ length: seen }, (_, i) => past[past.length - seen + i]!);
  const steps = Array.from({ length: ahead }, (_, i) => stepOf(i));
  const all = [...shown, ...steps.flatMap((h) => [mean[h]!, ...(bounds ? [bounds.lower[h]!, bounds.upper[h]!] : [])])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const rowOf = (value: number) => (high > low ? Math.round(((high - value) / (high - low)) * (ROWS - 1)) : ROWS >> 1);
  const canvas = Array.from({ length: ROWS }, () => Array.from({ length: seen + 1 + ahead }, () => ' '));
  shown.forEach((value, i) => (canvas[rowOf(value)]![i] = MARKS.past));
  for (const row of canvas) row[seen] = MARKS.now;
  steps.forEach((h, i) => {
    const at = seen + 1 + i;
    if (bounds) for (let row = rowOf(bounds.upper[h]!); row <= rowOf(bounds.lower[h]!); row++) canvas[row]![at] = MARKS.inside;
    canvas[rowOf(mean[h]!)]![at] = MARKS.mean;
  });
  const scale = (row: number) => (row % 4 === 0 || row === ROWS - 1 ? shortNumber(high - ((high - low) * row) / (ROWS - 1)) : '');
  return canvas.map((cells, row) => `${scale(row).padStart(SCALE_WIDTH)} ${cells.join('').trimEnd()}`).join('\n');
}
