import { receiptsIn } from '../../core/index.ts';

/** A number as a text has it. */
export interface Figure {
  readonly text: string;
  readonly value: number;
  /** Half of the last digit quoted: a value this near is the same figure. */
  readonly tolerance: number;
  /** A share may be quoted in per cent. */
  readonly percent: 'yes' | 'no';
  readonly start: number;
  readonly end: number;
}

const NUMBER = /(?<![\w.])[-+−]?(?:\d{1,3}(?:[,\u00a0\u202f_]\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const SUFFIX = /^\s?(%|per cent|percent|k\b|m\b|bn\b|K\b|M\b|B\b|million\b|billion\b|thousand\b)/;
const SCALE: Readonly<Record<string, number>> = {
  k: 1e3,
  K: 1e3,
  thousand: 1e3,
  m: 1e6,
  M: 1e6,
  million: 1e6,
  bn: 1e9,
  B: 1e9,
  billion: 1e9,
};
/** Times and dates are no figures of a market. */
const TIMES =
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:UTC|Z|[ap]m))?/g;
/** Words with digits in them: 24h, top20, BTC1, RFC 3339, FR-016. */
const NAMES =
  /(?<![\d.])[A-Za-z_]+[-_]?\d[\w-]*|\b\d+(?:[-_]?(?:h|hour|hours|min|minute|minutes|s|sec|seconds|d|day|days|levels|symbols))\b|RFC\s\d+/g;

/** Blanks out a text's passages, so that places stay the same. */
const without = (text: string, passages: Iterable<{ readonly start: number; readonly end: number }>): string => {
  let left = text;
  for (const { start, end } of passages) left = left.slice(0, start) + ' '.repeat(end - start) + left.slice(end);
  return left;
};

const matches = (text: string, pattern: RegExp) =>
  Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({ start: index, end: index + found.length }));

/** The text with everything blank that is no prose: receipts, times, names with digits. */
export function proseOf(text: string): string {
  const prose = without(text, receiptsIn(text));
  return without(without(prose, matches(prose, TIMES)), matches(prose, NAMES));
}

/** The numbers of a text, in order. */
export function figuresIn(text: string): readonly Figure[] {
  const prose = proseOf(text);
  return Array.from(prose.matchAll(NUMBER), ({ 0: found, index }) => {
    const plain = found.replaceAll(/[,\u00a0\u202f_]/g, '').replace('−', '-');
    const [mantissa = '', exponent = '0'] = plain.toLowerCase().split('e');
    const decimals = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
    const suffix = SUFFIX.exec(prose.slice(index + found.length));
    const scale = SCALE[suffix?.[1] ?? ''] ?? 1;
    const end = index + found.length + (suffix?.[0].length ?? 0);
    return {
      text: text.slice(index, end),
      value: Number(plain) * scale,
      tolerance: 0.5 * 10 ** (Number(exponent) - decimals) * scale,
      percent: suffix !== null && /^\s?(%|per)/.test(suffix[0]) ? 'yes' : 'no',
      start: index,
      end,
    };
  });
}

/** Binary fractions are off by a little from what their digits say. */
const SLACK = 1 + 1e-9;

/** Whether a figure, as exactly as it was quoted, says this value. */
export function says(figure: Figure, value: number): boolean {
  const near = (actual: number) => Math.abs(figure.value - actual) <= figure.tolerance * SLACK;
  return near(value) || (figure.percent === 'yes' && Math.abs(value) <= 1 && near(value * 100));
}
