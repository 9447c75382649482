import type { Column } from './column.ts';
import { isMissing } from './missing.ts';

export const SPACES = ' \u00A0\u202F\u2009';
const POINT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
export const GROUPED_POINT = new RegExp(`^[-+]?[1-9]\\d{0,2}(?:([,'’${SPACES}])\\d{3})(?:\\1\\d{3})*(?:\\.\\d+)?$`);
const COMMA = /^[-+]?(?:\d+,\d*|,\d+)(?:e[-+]?\d+)?$/i;
export const GROUPED_COMMA = new RegExp(`^[-+]?[1-9]\\d{0,2}(?:([.'’${SPACES}])\\d{3})(?:\\1\\d{3})*(?:,\\d+)?$`);
const WHOLE = /^[-+]?\d+$/;
/** Digits grouped as in India: 12,34,567. */
export const LAKHS = /^[-+]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;

export const SIGN = /[$€£¥₹%]/;
const SIGN_BEFORE = /^([-+]?)(US\$|[$€£¥₹])\s?/;
const SIGN_AFTER = /\s?([%$€£¥₹])$/;

export interface Bare {
  readonly text: string;
  /** Currency or percent sign; '' without one. */
  readonly sign: string;
}

/** A cell without currency and percent signs. Brackets around a number are a minus, as accountants write it. */
export function bareOf(cell: string): Bare {
  const plain = cell.trim().replace(/[−﹣－]/g, '-');
  const inside = /^\(([^()-][^()]*)\)$/.exec(plain)?.[1];
  const signed = inside === undefined ? plain : `-${inside.trim()}`;
  const before = SIGN_BEFORE.exec(signed);
  const rest = before === null ? signed : `${before[1]}${signed.slice(before[0].length)}`;
  const after = SIGN_AFTER.exec(rest);
  return { text: after === null ? rest : rest.slice(0, after.index), sign: `${before?.[2] ?? ''}${after?.[1] ?? ''}` };
}

export const isPointed = (text: string) => POINT.test(text) || GROUPED_POINT.test(text) || LAKHS.test(text);
export const isCommaed = (text: string) => COMMA.test(text) || GROUPED_COMMA.test(text) || WHOLE.test(text);

export const looksNumeric = (cell: string): boolean => {
  const { text } = bareOf(cell);
  return isPointed(text) || isCommaed(text);
};

/** Share of a column's cells that look like numbers, 0–1. */
export function numericShare({ cells }: Column): number {
  const present = cells.filter((cell) => !isMissing(cell));
  return present.length === 0 ? 0 : present.filter(looksNumeric).length / present.length;
}

/** A cell whose comma or point may be decimal or thousands: `1,234`, `1.234`. A number of thousands doesn't begin with 0. */
export const AMBIGUOUS = /^[-+]?[1-9]\d{0,2}[,.]\d{3}$/;
