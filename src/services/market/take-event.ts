import { US_PER_MINUTE, type Candle, type MarketEvent, type Micros, type TradeEvent } from '../../core/index.ts';
import { frameTime, pastTime, type ClockFrame, type SymbolView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import { minuteOf, settleMinute } from './candles.ts';
import type { MarketState } from './market-state.ts';
import { keepReceived } from './received.ts';
import type { MarketSettings } from './settings.ts';
import { breakStudies, hearStudies } from './studies/dispatch.ts';
import type { StudyView } from './study.ts';
import { addTrade, newTape, restartsIds } from './tape.ts';

/** What an event or a tick arrives under. */
export interface InputContext {
  /** What translates receive and exchange times to that of rolling state. */
  readonly frame: ClockFrame;
  /** Where the raw log has the input that it came in. */
  readonly position: LogPosition | null;
  readonly settings: MarketSettings;
}

/** The time of an event in rolling state, which no event runs ahead of; a trade of the past keeps its own. */
const timeOf = (event: MarketEvent, frame: ClockFrame): Micros =>
  event.type === 'trade' && event.via === 'backfill'
    ? pastTime(event.tsEvent, event.tsRecv, frame)
    : frameTime(event.tsEvent, event.tsRecv, frame);

/** Takes one event of the feed. Events that came twice were dropped there, trades are distinguished by id here too. */
export function takeEvent(market: MarketState, symbol: SymbolView, event: MarketEvent, context: InputContext): void {
  const { settings, position } = context;
  const view = { market, symbol, settings, position, at: timeOf(event, context.frame) };
  if (event.type === 'trade') return takeTrade(event, view);
  if (event.type === 'candles') {
    for (const candle of event.candles) if (isPast(candle, view.at)) market.candles.set(candle.start, candle);
  } else keepReceived(market.received, event);
  hearStudies(event, view);
}

/** A venue states whole minutes, and none that is not over is final. */
const isPast = ({ start }: Candle, now: Micros): boolean => start % US_PER_MINUTE === 0 && start + US_PER_MINUTE <= now;

function takeTrade(trade: TradeEvent, view: StudyView): void {
  const { market, symbol, settings, position, at: rolled } = view;
  if (restartsIds(market.tape, trade, rolled)) {
    market.tape = newTape();
    breakStudies('trades', { market, symbol, at: rolled });
  }
  const at = addTrade(market.tape, trade, rolled);
  // A trade that is known already is ignored, here and below.
  if (at === null) return;
  hearStudies(trade, at === rolled ? view : { market, symbol, settings, position, at });
  // A minute that was settled without it is settled again; one with missing trades is not ours to state.
  if (at < market.minute && symbol.trades.missing.length === 0 && market.candles.has(minuteOf(at)))
    settleMinute(market.candles, market.tape, minuteOf(at));
}
