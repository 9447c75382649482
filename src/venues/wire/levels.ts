import type { Levels, Refusal } from '../../core/index.ts';
import type { NumberForm } from './numbers.ts';

/** How a venue writes a price level, and the kind of list. */
export interface LevelForm {
  /** Keys of price and size within a level: 0 and 1, or names. */
  readonly price: string | number;
  readonly size: string | number;
  readonly number: NumberForm;
  /** `changes`: any order, size 0 removes the level. `bids` and `asks`: a complete side, best first; size 0 means no level. */
  readonly list: 'changes' | 'bids' | 'asks';
}

type Level = Readonly<Record<string | number, unknown>>;

/** Converts a list of levels to the flat form, or returns a refusal; `detail` is the path in the list, such as `[3].price`. */
export function readLevels(list: unknown, form: LevelForm): Levels | Refusal {
  if (list === undefined) return { reason: 'missing_field', detail: '' };
  if (!Array.isArray(list)) return { reason: 'bad_field', detail: '' };
  const levels = new Float64Array(list.length * 2);
  const whole = form.list !== 'changes';
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const level: unknown = list[i];
    if (typeof level !== 'object' || level === null) return { reason: 'bad_field', detail: `[${i}]` };
    const price = form.number((level as Level)[form.price]);
    const size = form.number((level as Level)[form.size]);
    if (!(price > 0 && price < Infinity)) return problem(level as Level, i, form.price);
    if (!(size >= 0 && size < Infinity)) return problem(level as Level, i, form.size);
    if (whole && size === 0) continue;
    if (whole && at > 0 && !follows(levels[at - 2] as number, price, form.list)) return { reason: 'bad_order', detail: `[${i}]` };
    levels[at] = price;
    levels[at + 1] = size + 0;
    at += 2;
  }
  return at === levels.length ? levels : levels.slice(0, at);
}

const follows = (before: number, price: number, list: LevelForm['list']): boolean =>
  list === 'asks' ? price > before : price < before;

const problem = (level: Level, index: number, key: string | number): Refusal => ({
  reason: level[key] === undefined ? 'missing_field' : 'bad_number',
  detail: `[${index}].${key}`,
});
