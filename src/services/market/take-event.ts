import { US_PER_MINUTE, type Candle, type MarketEvent, type Micros, type TradeEvent } from '../../core/index.ts';
import { frameTime, pastTime, type ClockFrame, type SymbolView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import { blindTrades, whyBlind } from './blindness.ts';
import { minuteOf, settleMinute } from './candles.ts';
import type { MarketState } from './market-state.ts';
import { keepReceived } from './received.ts';
import type { MarketSettings } from './settings.ts';
import { breakStudies, hearStudies } from './studies/dispatch.ts';
import type { StudyView } from './study.ts';
import { addTrade, newTape, restartsIds } from './tape.ts';

/** The context of an event or a tick. */
export interface InputContext {
  /** Converts receive and exchange times to the time of rolling state. */
  readonly frame: ClockFrame;
  /** Position of the input in the raw log. */
  readonly position: LogPosition | null;
  readonly settings: MarketSettings;
}

/** The time of an event on the clock of rolling state, never after the present; a backfilled trade keeps its own time. */
const timeOf = (event: MarketEvent, frame: ClockFrame): Micros =>
  event.type === 'trade' && event.via === 'backfill'
    ? pastTime(event.tsEvent, event.tsRecv, frame)
    : frameTime(event.tsEvent, event.tsRecv, frame);

/** Applies one event of the feed. The feed has dropped duplicates; trades are checked again by id. */
export function takeEvent(market: MarketState, symbol: SymbolView, event: MarketEvent, context: InputContext): void {
  const { settings, position } = context;
  const view = { market, symbol, settings, position, at: timeOf(event, context.frame) };
  if (event.type === 'trade') return takeTrade(event, view, context);
  if (event.type === 'candles') {
    for (const candle of event.candles) if (isPast(candle, view.at)) market.candles.set(candle.start, candle);
  } else keepReceived(market.received, event);
  hearStudies(event, view);
}

/** Whether a candle is a finished whole minute; an unfinished one is not final. */
const isPast = ({ start }: Candle, now: Micros): boolean => start % US_PER_MINUTE === 0 && start + US_PER_MINUTE <= now;

/** Whether no trade of a minute is missing. */
const isKnown = ({ market, symbol, at }: StudyView, start: Micros, frame: ClockFrame): boolean =>
  symbol.trades.missing.length === 0 ||
  whyBlind(
    market.tape,
    blindTrades(market.tape, symbol, at, frame).filter(({ isDoubted }) => isDoubted !== true),
    start - 1,
    start + US_PER_MINUTE,
  ) === null;

function takeTrade(trade: TradeEvent, view: StudyView, context: InputContext): void {
  const { market, symbol, settings, position, at: rolled } = view;
  if (restartsIds(market.tape, trade, rolled)) {
    market.tape = newTape();
    breakStudies('trades', { market, symbol, at: rolled });
  }
  const at = addTrade(market.tape, trade, rolled);
  // A known trade is ignored.
  if (at === null) return;
  hearStudies(trade, at === rolled ? view : { market, symbol, settings, position, at });
  // Recomputes a stored minute that lacked this trade, unless other trades are missing.
  if (at < market.minute && market.candles.has(minuteOf(at)) && isKnown(view, minuteOf(at), context.frame))
    settleMinute(market.candles, market.tape, minuteOf(at));
}
