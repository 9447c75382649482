import { EXACT_UNITS_MOST, type Decoded, type Levels, type WrittenLevel, type WrittenLevels } from '../../core/index.ts';

/** The largest size of which a float64 keeps all eight decimals, the venue's maximum. */
const LARGEST_HELD = EXACT_UNITS_MOST / 1e8;

const anyLarge = (levels: Levels): boolean => {
  for (let i = 1; i < levels.length; i += 2) if ((levels[i] as number) > LARGEST_HELD) return true;
  return false;
};

/** Whether a book message has sizes with more digits than a float64 keeps. The checksum covers all digits. */
export const isLarge = (item: Decoded): boolean =>
  (item.kind === 'book_delta' || item.kind === 'book_snapshot') && (anyLarge(item.bids) || anyLarge(item.asks));

interface WireLevel {
  readonly price: string;
  readonly qty: string;
}

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses the frame with each number as its original text. */
function asWritten(frame: string): readonly Readonly<Record<'bids' | 'asks', readonly WireLevel[]>>[] {
  const written: Reviver = (_key, value, { source }) => (typeof value === 'number' ? (source ?? String(value)) : value);
  const { data } = JSON.parse(frame, written as (this: unknown, key: string, value: unknown) => unknown) as {
    readonly data: readonly Readonly<Record<'bids' | 'asks', readonly WireLevel[]>>[];
  };
  return data;
}

const largeOf = (levels: readonly WireLevel[]): Map<number, WrittenLevel> =>
  new Map(levels.filter(({ qty }) => Number(qty) > LARGEST_HELD).map(({ price, qty }) => [Number(price), { price, size: qty }]));

/** Adds the original digits of large sizes to book messages. `decoded` must have one item per entry of the same frame. */
export function withExact(frame: string, decoded: readonly Decoded[]): readonly Decoded[] {
  const entries = asWritten(frame);
  return decoded.map((item, i): Decoded => {
    const entry = entries[i];
    if ((item.kind !== 'book_delta' && item.kind !== 'book_snapshot') || entry === undefined) return item;
    const written: WrittenLevels = { bids: largeOf(entry.bids), asks: largeOf(entry.asks) };
    return { ...item, written };
  });
}
