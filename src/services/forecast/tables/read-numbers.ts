import { cellInvalid, numbersAmbiguous } from './errors.ts';

const MISSING = /^(?:|na|n\/a|#n\/a|nan|null|none|nil|-|--|\.|\?)$/i;
export const isMissing = (cell: string): boolean => MISSING.test(cell.trim());

const POINT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const GROUPED_POINT = /^[-+]?\d{1,3}(?:[,'’ \u00A0\u202F]\d{3})+(?:\.\d+)?$/;
const COMMA = /^[-+]?(?:\d+,\d*|,\d+)(?:e[-+]?\d+)?$/i;
const GROUPED_COMMA = /^[-+]?\d{1,3}(?:[.'’ \u00A0\u202F]\d{3})+(?:,\d+)?$/;

/** Removes currency and percent signs. */
const bare = (cell: string) =>
  cell
    .trim()
    .replace(/^([-+]?)[$€£¥]\s?/, '$1')
    .replace(/\s?[%$€£¥]$/, '')
    .replace('−', '-');

export const looksNumeric = (cell: string): boolean =>
  [POINT, GROUPED_POINT, COMMA, GROUPED_COMMA].some((form) => form.test(bare(cell)));

/** A cell whose comma or point may be decimal or thousands: `1,234`, `1.234`. */
const AMBIGUOUS = /^[-+]?\d{1,3}[,.]\d{3}$/;

function styleOf(cells: readonly string[]): 'point' | 'comma' | 'unclear' {
  const texts = cells.map(bare);
  const point = texts.every((text) => POINT.test(text) || GROUPED_POINT.test(text));
  const comma = texts.every((text) => COMMA.test(text) || GROUPED_COMMA.test(text) || /^[-+]?\d+$/.test(text));
  if (point && comma) {
    // A point alone is read as decimal: `1.234`. A comma with three digits is ambiguous.
    return texts.some((text) => AMBIGUOUS.test(text) && text.includes(',')) ? 'unclear' : 'point';
  }
  return comma ? 'comma' : 'point';
}

/** Reads a column as numbers; a missing cell is NaN. Throws on other text, and if a comma may be decimal or thousands. */
export function readNumbers(column: string, cells: readonly string[], lines: readonly number[]): Float64Array {
  const present = cells.filter((cell) => !isMissing(cell));
  const style = styleOf(present);
  if (style === 'unclear') throw numbersAmbiguous({ column, cell: present.find((cell) => AMBIGUOUS.test(bare(cell)))! });
  return Float64Array.from(cells, (cell, i) => {
    if (isMissing(cell)) return Number.NaN;
    const text = bare(cell);
    const plain =
      style === 'comma'
        ? text.replaceAll(/[.'’ \u00A0\u202F]/g, '').replace(',', '.')
        : text.replaceAll(/[,'’ \u00A0\u202F]/g, '');
    const fits = style === 'comma' ? looksNumeric(cell) : POINT.test(text) || GROUPED_POINT.test(text);
    const value = fits ? Number(plain) : Number.NaN;
    if (!Number.isFinite(value)) throw cellInvalid({ column, line: lines[i]!, cell: cell.slice(0, 60), problem: 'is no number' });
    return value;
  });
}
