import { candleStartAfter, ok, refuse } from '../../core/index.ts';
import type { Candle, CandleHistoryInput, Micros, Result, VenueCandle } from '../../core/index.ts';
import { FieldReader, shown } from './fields.ts';
import { decimalText } from './numbers.ts';

/** Positions in a venue's row that have other places on other venues. Open, high, low and close are 1 to 4 on all. */
interface RowPlaces {
  readonly time: (value: unknown) => Micros | null;
  readonly volume: string;
  /** Null: the venue states none. */
  readonly quoteVolume: string | null;
  readonly trades: string;
}

/** The fields that every venue's row has; problems are in `read`. */
export const candleFields = (
  read: FieldReader,
  { time, volume, trades }: Omit<RowPlaces, 'quoteVolume'>,
): Candle & { readonly trades: number } => ({
  start: read.time('0', time),
  open: read.positive('1'),
  high: read.positive('2'),
  low: read.positive('3'),
  close: read.positive('4'),
  volume: read.amount(volume),
  trades: read.whole(trades),
});

function readRow(row: unknown, { quoteVolume, ...places }: RowPlaces): Result<VenueCandle> {
  if (!Array.isArray(row)) return refuse('bad_field', shown(row));
  const read = new FieldReader(row, decimalText);
  const candle: VenueCandle = {
    ...candleFields(read, places),
    quoteVolume: quoteVolume === null ? null : read.amount(quoteVolume),
  };
  if (read.problem !== null) return refuse(read.problem.reason, read.problem.detail);
  const { open, high, low, close } = candle;
  const isPossible = high >= Math.max(open, close) && low <= Math.min(open, close);
  return isPossible ? ok(candle) : refuse('bad_field', `high ${high} or low ${low}: does not hold open and close`);
}

/** Candles from a venue's rows, oldest first: all or none, because a candle left out would look like a hole of the market. */
export function readCandleRows(rows: unknown, places: RowPlaces): Result<readonly VenueCandle[]> {
  if (!Array.isArray(rows)) return refuse('unknown_frame', shown(rows));
  const found: VenueCandle[] = [];
  for (const row of rows as readonly unknown[]) {
    const candle = readRow(row, places);
    if (!candle.ok) return candle;
    if (candle.value.start <= (found.at(-1)?.start ?? 0)) return refuse('bad_order', 'time: not after the one before');
    found.push(candle.value);
  }
  return ok(found);
}

/** The candles asked for, when the venue sent more: the newest, or the first from a time on. */
export const askedCandles = (
  { from, limit }: Pick<CandleHistoryInput, 'from' | 'limit'>,
  candles: readonly VenueCandle[],
): readonly VenueCandle[] => (from === null ? candles.slice(-limit) : candles.slice(0, limit));

/** The input of the next page; null after the last one. */
export function nextCandles(input: CandleHistoryInput, candles: readonly VenueCandle[], most: number): CandleHistoryInput | null {
  const last = candles.at(-1);
  const isFull = input.from !== null && candles.length >= Math.min(input.limit, most);
  return isFull && last !== undefined ? { ...input, from: candleStartAfter(last.start, input.interval, 1) } : null;
}
