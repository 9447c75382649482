import type { Micros } from '../core/index.ts';
import type { TapeCandle } from './tape.ts';

const WEEK = 604_800_000_000;
/** Weeks begin on Monday, and the epoch on Thursday. */
const MONDAY = 345_600_000_000;

/** Combines one-minute candles into longer ones that begin at multiples of `span`; weeks begin on Monday. */
export function groupCandles(minutes: readonly TapeCandle[], span: Micros): readonly TapeCandle[] {
  const offset = span === WEEK ? MONDAY : 0;
  const grouped: TapeCandle[] = [];
  for (const minute of minutes) {
    const start = minute.start - ((minute.start - offset) % span);
    const last = grouped.at(-1);
    if (last === undefined || last.start !== start) {
      grouped.push({ ...minute, start });
      continue;
    }
    last.high = Math.max(last.high, minute.high);
    last.low = Math.min(last.low, minute.low);
    last.close = minute.close;
    last.lots += minute.lots;
    last.quote += minute.quote;
    last.trades += minute.trades;
    last.buyLots += minute.buyLots;
    last.buyQuote += minute.buyQuote;
    if (last.firstId < 0) last.firstId = minute.firstId;
    if (minute.lastId >= 0) last.lastId = minute.lastId;
  }
  return grouped;
}
