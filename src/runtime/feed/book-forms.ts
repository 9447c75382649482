import { fromUnits, toUnits, type DecodedDelta, type DecodedSnapshot, type Instrument, type Levels } from '../../core/index.ts';
import { forEachLevel, levelCount, sizeAt, type OrderBook } from '../../analytics/book/index.ts';

/**
 * The changed levels of a side with their resulting sizes; null if a size would be negative, which shows that an update was
 * lost.
 */
function added(book: OrderBook, side: 'bid' | 'ask', levels: Levels, { sizeScale }: Instrument): Levels | null {
  const sizes = new Map<number, number>();
  for (let i = 0; i < levels.length; i += 2) {
    const price = levels[i] as number;
    const held = sizes.get(price) ?? sizeAt(book, side, price);
    const sum = plus(held, levels[i + 1] as number, sizeScale);
    if (!(sum >= 0)) return null;
    sizes.set(price, sum);
  }
  return Float64Array.from([...sizes].flat());
}

/** A sum in whole units of the scale, so that adding and subtracting the same size gives 0. Plain float64 above 2^53 units. */
function plus(a: number, b: number, scale: number): number {
  const [held, change] = [toUnits(a, scale), toUnits(Math.abs(b), scale)];
  if (held === null || change === null) return a + b;
  const sum = b < 0 ? held - change : held + change;
  return sum < 0 ? Number.NaN : fromUnits(sum, scale);
}

/** Converts a delta with size changes into one with resulting sizes; null if it doesn't fit the book. */
export function toAbsolute(book: OrderBook, delta: DecodedDelta, instrument: Instrument): DecodedDelta | null {
  const bids = added(book, 'bid', delta.bids, instrument);
  const asks = added(book, 'ask', delta.asks, instrument);
  return bids === null || asks === null ? null : { ...delta, bids, asks };
}

/** Levels of one side that differ from the book; size 0 for levels inside the snapshot's range that it lacks. */
function sideDifference(book: OrderBook, side: 'bid' | 'ask', shown: Levels, depth: number): Levels {
  const sizes = new Map<number, number>();
  for (let i = 0; i < shown.length; i += 2) sizes.set(shown[i] as number, shown[i + 1] as number);
  const worst = shown.length / 2 < depth ? null : (shown.at(-2) as number);
  const isShown = (price: number): boolean => worst === null || (side === 'bid' ? price >= worst : price <= worst);
  const changed: number[] = [];
  if (levelCount(book, side) > 0)
    forEachLevel(book, side, (price, size) => {
      const now = sizes.get(price);
      sizes.delete(price);
      if (now === undefined ? isShown(price) : now !== size) changed.push(price, now ?? 0);
    });
  for (const [price, size] of sizes) changed.push(price, size);
  return Float64Array.from(changed);
}

/** The change from a book to its next snapshot, which shows the best `depth` levels per side. */
export const changeTo = (book: OrderBook, snapshot: DecodedSnapshot, depth: number): DecodedDelta => ({
  kind: 'book_delta',
  symbol: snapshot.symbol,
  first: snapshot.last,
  last: snapshot.last,
  checksum: snapshot.checksum,
  bids: sideDifference(book, 'bid', snapshot.bids, depth),
  asks: sideDifference(book, 'ask', snapshot.asks, depth),
  tsEvent: snapshot.tsEvent,
  ...(snapshot.written === undefined ? {} : { written: snapshot.written }),
});
