import { termFor } from './terms/index.ts';
import type { Claim } from './answers.ts';
import { compare } from './judge/compare.ts';
import { valueAt } from './judge/fields.ts';
import type { Proven } from './judge/proven.ts';
import type { Judged } from './judge/sentence.ts';
import type { Figure } from './text/reading.ts';
import { sentencesOf } from './text/sentence.ts';
import { readSentence } from './text/reading.ts';

/** Judges a value claimed for a field. `proven` is null if its receipt did not match. */
export function judgeClaim({ field, value, unit }: Claim, proven: Proven | null, unproven: readonly string[] = []): Judged {
  const says = (
    verdict: Judged['verdict'],
    reason: string,
    actual: number | null = null,
    repeat: (now: number) => boolean = () => false,
  ): Judged => ({
    text: `${String(value)}${unit === undefined ? '' : ` ${unit}`}`,
    verdict,
    reason,
    path: field,
    value: actual,
    proven,
    around: null,
    says: repeat,
  });
  if (proven === null) return says('not_checked', 'its receipt was not verified; see the reason of that receipt');
  const actual = valueAt(proven.answer, field);
  if (actual === undefined && unproven.includes(field.split(/[.[]/)[0] ?? ''))
    return says('not_checked', `receipts do not cover ${field}`);
  if (actual === undefined) return says('not_checked', `the answer has no field ${field}`);
  if (typeof actual !== 'number') {
    if (typeof actual === 'object' && actual !== null)
      return says('not_checked', `${field} is an object or a list; name one value in it`);
    if (unit !== undefined) return says('not_checked', `${field} has no unit`);
    return actual === value
      ? says('matched', `${field} has this value`)
      : says('altered', `${field} was ${JSON.stringify(actual)}`);
  }
  if (value === null || typeof value === 'boolean') return says('altered', `${field} was ${actual}`, actual);
  const figure = figureOf(value, unit, proven);
  if (figure === null)
    return says('not_checked', 'value and unit are not one number with one unit; write for example 61835.97 and USDT', actual);
  const term = termFor(proven.operation, field);
  const [market] = proven.markets;
  const claimed = {
    figure,
    unit: term?.unit ?? 'none',
    signed: true,
    direction: 'none',
    market: proven.markets.length === 1 ? (market ?? null) : null,
    moves: false,
    bare: 'clear',
  } as const;
  const { result, reason } = compare(claimed, actual);
  const repeat = (now: number) => compare(claimed, now).result === 'same';
  if (result === 'same') return says('matched', `${field} has this value`, actual, repeat);
  if (result === 'doubtful') return says('not_checked', reason, actual, repeat);
  return says('altered', `${field} was ${actual}${reason === '' ? '' : `; ${reason}`}`, actual, repeat);
}

/** A number in full decimal digits, without an exponent. */
function plainDecimal(value: number): string {
  const text = String(value);
  if (!/e/.test(text)) return text;
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 100, maximumSignificantDigits: 21 });
}

/** Reads the value like a figure in a text; null if it is anything more than one figure. */
function figureOf(value: number | string, unit: string | undefined, { markets, keys }: Proven): Figure | null {
  const text = `${typeof value === 'number' ? plainDecimal(value) : value.trim()}${unit === undefined ? '' : ` ${unit}`}`;
  const [sentence, ...more] = sentencesOf(text);
  if (sentence === undefined || more.length > 0) return null;
  const [piece, ...rest] = readSentence({ ...sentence, opensLine: false }, { markets, keys, orders: false, ids: new Set() });
  return piece?.kind === 'figure' && rest.length === 0 && piece.figure.reading.kind === 'number' ? piece.figure : null;
}
