import { crc32 } from 'node:zlib';
import { toUnits } from '../../core/index.ts';
import type { BookRule, Instrument, Levels, WrittenLevel, WrittenLevels } from '../../core/index.ts';

/** Levels per side; the venue offers 10, 25, 100, 500 and 1,000. */
export const BOOK_DEPTH = 100;
/** Levels per side that the checksum covers. */
const PROVEN = 10;

/**
 * CRC-32 over the ten lowest asks and then the ten highest bids: price and size of each at the instrument's precision, without
 * the point and leading zeros. Without them, each number is the decimal text of its scaled integer. Venue document: "Checksum
 * of the book".
 */
function checksum(bids: Levels, asks: Levels, instrument: Instrument, written?: WrittenLevels): number | 'no_match' | null {
  // A scale from digits seen in a recording may be below the venue's precision, so its checksum would prove nothing.
  if (instrument.scaleFrom !== 'definition') return null;
  const asksText = digits(asks, instrument, written?.asks);
  const bidsText = digits(bids, instrument, written?.bids);
  return asksText === null || bidsText === null ? 'no_match' : crc32(asksText + bidsText);
}

function digits(
  levels: Levels,
  { priceScale, sizeScale }: Instrument,
  exact: ReadonlyMap<number, WrittenLevel> | undefined,
): string | null {
  let text = '';
  const end = Math.min(levels.length, PROVEN * 2);
  for (let i = 0; i < end; i += 2) {
    const price = toUnits(levels[i] as number, priceScale);
    const written = exact?.get(levels[i] as number)?.size;
    const size =
      written === undefined
        ? (toUnits(levels[i + 1] as number, sizeScale) ?? writtenUnits(String(levels[i + 1]), sizeScale))
        : writtenUnits(written, sizeScale);
    if (price === null || size === null) return null;
    text += price;
    text += size;
  }
  return text;
}

/** The scaled integer of a decimal text that a float64 can't represent; null if the text has more decimals than the scale. */
function writtenUnits(text: string, scale: number): string | null {
  const [, whole, part = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined || part.length > scale) return null;
  return (whole + part.padEnd(scale, '0')).replace(/^0+(?=\d)/, '');
}

/**
 * Updates have no sequence number. Each update is assumed to be the next one; the checksum of the resulting book detects a
 * loss.
 */
export const book: BookRule = {
  levels: 'absolute',
  domain: 'symbol',
  snapshot: 'stream',
  depth: BOOK_DEPTH,
  truncates: true,
  proof: PROVEN,
  bridge: () => 'next',
  next: () => 'next',
  checksum,
};
