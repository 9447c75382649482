import { EXACT_UNITS_MOST, type Decoded, type Levels, type WrittenLevel, type WrittenLevels } from '../../core/index.ts';

/** The largest size at which a float64 holds every digit of the venue's most decimals, eight. */
const LARGEST_HELD = EXACT_UNITS_MOST / 1e8;

const anyLarge = (levels: Levels): boolean => {
  for (let i = 1; i < levels.length; i += 2) if ((levels[i] as number) > LARGEST_HELD) return true;
  return false;
};

/** Whether a book message has sizes whose digits a float64 doesn't hold; the checksum is over those digits. */
export const isLarge = (item: Decoded): boolean =>
  (item.kind === 'book_delta' || item.kind === 'book_snapshot') && (anyLarge(item.bids) || anyLarge(item.asks));

interface WireLevel {
  readonly price: string;
  readonly qty: string;
}

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** The frame with each number as the text that it was written in. */
function asWritten(frame: string): readonly Readonly<Record<'bids' | 'asks', readonly WireLevel[]>>[] {
  const written: Reviver = (_key, value, { source }) => (typeof value === 'number' ? (source ?? String(value)) : value);
  const { data } = JSON.parse(frame, written as (this: unknown, key: string, value: unknown) => unknown) as {
    readonly data: readonly Readonly<Record<'bids' | 'asks', readonly WireLevel[]>>[];
  };
  return data;
}

const largeOf = (levels: readonly WireLevel[]): Map<number, WrittenLevel> =>
  new Map(levels.filter(({ qty }) => Number(qty) > LARGEST_HELD).map(({ price, qty }) => [Number(price), { price, size: qty }]));

/** Gives book messages the digits of their large sizes. `decoded` came of the same frame, entry by entry. */
export function withExact(frame: string, decoded: readonly Decoded[]): readonly Decoded[] {
  const entries = asWritten(frame);
  return decoded.map((item, i): Decoded => {
    const entry = entries[i];
    if ((item.kind !== 'book_delta' && item.kind !== 'book_snapshot') || entry === undefined) return item;
    const written: WrittenLevels = { bids: largeOf(entry.bids), asks: largeOf(entry.asks) };
    return { ...item, written };
  });
}
