import { US_PER_MINUTE, US_PER_SECOND, type Candle, type Micros } from '../../../core/index.ts';
import { minuteOf } from '../candles.ts';
import { addTrade, newTape, type Tape } from '../tape.ts';
import { START, tradeEvent } from './stage.ts';

/** The start of a minute of the stage, counted from the first. */
export const minute = (n: number): Micros => minuteOf(START) + n * US_PER_MINUTE;
export const at = (n: number, second: number): Micros => minute(n) + second * US_PER_SECOND;

/** A minute candle of a venue. */
export const stated = (n: number, changed: Partial<Candle> = {}): Candle => ({
  start: minute(n),
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: 5,
  trades: null,
  ...changed,
});

/** Trades at seconds of minutes: [minute, second, price, size]. */
export function tapeOf(...trades: readonly (readonly [number, number, number, number])[]): Tape {
  const tape = newTape();
  trades.forEach(([n, second, price, size], id) => addTrade(tape, tradeEvent(id, at(n, second), { price, size })));
  return tape;
}
