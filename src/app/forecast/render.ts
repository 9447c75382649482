import type { Routed } from '../../analytics/forecast/index.ts';
import { plot, shortNumber } from './plot.ts';
import type { SeriesRead } from '../../services/forecast/index.ts';

const MOST_ROWS = 24;
const EDGE_ROWS = 6;

const boundNames = (levels: readonly number[]) => levels.flatMap((level) => [`lower_${level}`, `upper_${level}`]);

/** Cells of one step ahead: its time or number, the mean, then lower and upper by level. */
function rowsOf({ forecast }: Routed, { timeAt, input }: SeriesRead): readonly (readonly [string, ...number[]])[] {
  const { mean, levels = [], lower = [], upper = [] } = forecast;
  return Array.from(mean, (value, h) => [
    timeAt === null ? `+${h + 1}` : timeAt(input.values.length + h),
    value,
    ...levels.flatMap((_, l) => [lower[l]![h]!, upper[l]![h]!]),
  ]);
}

/** The forecast as CSV: `time` (or `step`), `mean`, and `lower_80`, `upper_80` … at full precision. */
export function forecastCsv(routed: Routed, read: SeriesRead): string {
  const names = [read.timeAt === null ? 'step' : 'time', 'mean', ...boundNames(routed.forecast.levels ?? [])];
  return `${[names, ...rowsOf(routed, read)].map((cells) => cells.join(',')).join('\n')}\n`;
}

/** Times at midnight are shown as dates, which makes a table easier to read. */
const plainTime = (time: string) => time.replace(/T00:00:00(?:\.0+)?Z$/, '').replace(/\.0+Z$/, 'Z');

function table(routed: Routed, read: SeriesRead): string {
  const rows = rowsOf(routed, read).map(([time, ...numbers]) => [plainTime(time), ...numbers.map(shortNumber)]);
  const head = [
    read.timeAt === null ? 'step' : 'time',
    'mean',
    ...boundNames(routed.forecast.levels ?? []).map((name) => name.replace('_', ' ')),
  ];
  const cut =
    rows.length > MOST_ROWS
      ? [...rows.slice(0, MOST_ROWS - EDGE_ROWS), ['…', ...head.slice(1).map(() => '…')], ...rows.slice(-EDGE_ROWS)]
      : rows;
  const widths = head.map((name, i) => Math.max(name.length, ...cut.map((row) => row[i]!.length)));
  return [head, ...cut]
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .join('\n');
}

/** The answer for a person: the series read, the chosen model with reasons, the path as a table and a plot. */
export function forecastText(routed: Routed, read: SeriesRead, width: number): string {
  const { forecast, model, skill, direction, reasons, skipped, judged, notes, ms } = routed;
  const { values, period } = read.input;
  const levels = forecast.levels ?? [];
  const widest = levels.length === 0 ? null : levels.indexOf(Math.max(...levels));
  const bounds = widest === null ? null : { lower: forecast.lower![widest]!, upper: forecast.upper![widest]! };
  const span = read.timeAt === null ? '' : `, ${plainTime(read.timeAt(0))} to ${plainTime(read.timeAt(values.length - 1))}`;
  const lines = [
    `${read.column}: ${values.length} values${span}${period > 1 ? `, season ${period}` : ''}.`,
    ...read.remarks.map((remark) => `  note: ${remark}`),
    '',
    `Model: ${model}. ${reasons.join(' ')}`,
    skill.said,
    direction.claim === null ? `Direction: no claim. ${direction.why}` : `Direction: ${direction.claim}. ${direction.why}`,
    ...notes.map((note) => `  note: ${note}`),
    '',
    table(routed, read),
    '',
    plot({ past: values, mean: forecast.mean, bounds }, width),
    ...(bounds === null ? [] : [`· past   ● forecast   ░ ${Math.max(...levels)} % interval`]),
  ];
  if (judged.length > 1) {
    const best = judged.toSorted((a, b) => a.error - b.error);
    lines.push(
      '',
      `Judged: ${best.map((one) => `${one.model} ${one.skill === null ? shortNumber(one.error) : one.skill.toFixed(2)}`).join(', ')} (${best[0]!.skill === null ? 'mean absolute error' : "error over the seasonal naive's"}).`,
    );
  }
  if (skipped.length > 0)
    lines.push(`Skipped: ${skipped.map((one) => `${one.model} (${one.why.replace(/\.$/, '')})`).join('; ')}.`);
  lines.push(`Took ${ms.total.toFixed(0)} ms: choosing ${ms.choosing.toFixed(0)}, fit and forecast ${ms.forecast.toFixed(0)}.`);
  return `${lines.join('\n')}\n`;
}

/** The answer for a program. */
export function forecastJson(routed: Routed, read: SeriesRead): unknown {
  const { forecast, ...rest } = routed;
  const { mean, levels = [], lower = [], upper = [] } = forecast;
  const { values, period } = read.input;
  return {
    ...rest,
    series: {
      column: read.column,
      timeColumn: read.timeColumn,
      length: values.length,
      period,
      first: read.timeAt?.(0) ?? null,
      last: read.timeAt?.(values.length - 1) ?? null,
      step: read.input.step ?? null,
      remarks: read.remarks,
    },
    forecast: {
      times: read.timeAt === null ? null : Array.from(mean, (_, h) => read.timeAt!(values.length + h)),
      mean: Array.from(mean),
      levels,
      lower: lower.map((path) => Array.from(path)),
      upper: upper.map((path) => Array.from(path)),
    },
  };
}
