import { PLAIN, type PlainReason } from '../../core/number-marks.ts';
import { describedNumbersOf } from '../numbers.ts';
import type { Operation } from '../types.ts';

/** Numbers of answers that no formula computes, of one name, meaning and origin. */
export interface PlainNumber {
  readonly name: string;
  readonly meaning: string;
  readonly unit: string;
  /** Where it comes from: received, counted, set, … */
  readonly origin: string;
  /** `operation.path`, with `[]` for the items of a list. */
  readonly fields: readonly string[];
}

/** Unit by what a name ends with, or else by the first of these that the description has. */
const OF_NAMES: readonly (readonly [RegExp, string])[] = [
  [/_ms$/, 'milliseconds'],
  [/_sec$|^seconds$/, 'seconds'],
  [/^minutes$/, 'minutes'],
  [/_hours$/, 'hours'],
  [/_bps$/, 'basis points'],
  [/^bytes$/, 'bytes'],
];
const OF_DESCRIPTIONS: readonly (readonly [RegExp, string])[] = [
  [/`unit`/, 'as the field unit beside it: base currency, quote currency or contracts'],
  [/\bsize_unit\b/, 'as the field size_unit beside it: base or quote currency'],
  [/\bfield's unit\b|\bunit of the field\b|\bvalue of the field\b|\bthe same unit\b/i, 'unit of the field that it is about'],
  [/\bratio\b/i, 'ratio, a fraction (0.0001 is 0.01 %)'],
  [/\bbase currency\b.*\bquote currency\b/i, 'base or quote currency, by the kind of contract'],
  [/\bquote currency\b/i, 'quote currency'],
  [/\bbase currency\b/i, 'base currency'],
  [/\bper cent\b/i, 'per cent'],
  [/\bbps\b|\bbasis points?\b/i, 'basis points'],
  [/\b0–1\b|\b0 to 1\b/, 'share or score, 0–1'],
  [/\bmilliseconds?\b/i, 'milliseconds'],
  [/\bseconds?\b/i, 'seconds'],
  [/\ba count\b/i, 'count'],
  [/\bids?\b|\bsequence numbers?\b/i, 'an id or sequence number'],
  [/\bnumber of\b|\bcounts?\b|\blevels\b/i, 'count'],
  [/\bprices?\b/i, 'quote currency'],
];

/** The unit of a number by its name, its origin and its description; null if none of them states one. */
export function unitOf({ name, reason, meaning }: { name: string; reason: PlainReason | null; meaning: string }): string | null {
  const by = (text: string, rules: typeof OF_NAMES) => rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  return by(name, OF_NAMES) ?? (reason === 'count' ? 'count' : by(meaning, OF_DESCRIPTIONS));
}

/** All numbers without a formula, in the order of the operations. Throws if the description of one states no unit. */
export function plainNumbers(operations: readonly Pick<Operation, 'name' | 'output'>[]): readonly PlainNumber[] {
  const rows = new Map<string, PlainNumber & { readonly fields: string[] }>();
  for (const { path, mark, meaning } of operations.flatMap(describedNumbersOf)) {
    if (mark !== null && 'formula' in mark) continue;
    const name = lastName(path);
    const reason = mark === null ? null : mark.plain;
    const origin = reason === null ? 'about the catalogue' : PLAIN[reason];
    const unit = unitOf({ name, reason, meaning });
    if (unit === null) throw new Error(`${path} states no unit: ${meaning}`);
    const key = `${name}\n${origin}\n${meaning}`;
    const row = rows.get(key) ?? { name, meaning, unit, origin, fields: [] };
    if (!row.fields.includes(path)) row.fields.push(path);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** `rate` of `get_latest.funding[].rate`. */
const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1).replaceAll('[]', '');
