import {
  createLiquidityHistory,
  findVacuums,
  findWalls,
  observeLiquidity,
  touchOf,
  type FoundVacuum,
  type FoundWall,
  type Judged,
  type LiquidityHistory,
} from '../../analytics/book/index.ts';
import {
  addToCvd,
  addToWindow,
  advanceWindow,
  clearWindow,
  createCvd,
  createRollingWindow,
  ofiStep,
  type Cvd,
  type RollingWindow,
} from '../../analytics/flow/index.ts';
import { fromCheckpointed, newDetectors, type Detectors } from '../../analytics/flow/detectors/index.ts';
import {
  US_PER_MINUTE,
  US_PER_SECOND,
  type Candle,
  type InstrumentId,
  type MarketEvent,
  type Micros,
  type TickerEvent,
  type Touch,
  type VenueId,
} from '../../core/index.ts';
import { frameTime, pastTime, type ClockFrame, type SymbolView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import { minuteOf, SETTLE_US, settleMinute, type CandleStore } from './candles.ts';
import { detectInEvent, detectOverTime } from './detection.ts';
import { newHealthHistory, observeHealth, type HealthHistory } from './health-history.ts';
import { findProfile, type ProfileFinding } from './profile.ts';
import { fromCheckpointedReceived, keepReceived, newReceived, type Received } from './received.ts';
import type { MarketSettings } from './settings.ts';
import { aliveAt, BLIND_US, blindTrades, isBlind, whyBlind, type Blind } from './blindness.ts';
import { addTrade, compactTape, fromCheckpointedTape, newTape, pruneTape, shiftTape, startsAnew, type Tape } from './tape.ts';

/** What is remembered of one instrument, as plain data: a checkpoint is a copy of it. */
export interface MarketState {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  readonly symbol: string;
  tape: Tape;
  received: Received;
  candles: CandleStore;
  minute: Micros;
  /** The time that was last passed; rolling state goes on from it. */
  passedAt: Micros;
  /** By what its times are made from receive times, and were before the last step; `from` when on. Null before the first. */
  framed: { offset: number; before: number | null; from: Micros } | null;
  /** Whether the feed was alive at that time; otherwise old values would pass as current. */
  seen: boolean;
  /** Trades and book changes of the stream over the last ten seconds. */
  events: RollingWindow;
  /** Order-flow imbalance by step over the last five minutes; `since` is also since when the book is whole. */
  ofi: RollingWindow;
  touch: Touch | null;
  /** Volume delta of one UTC day, and the time of its oldest trade. */
  cvd: { day: number; from: Micros; delta: Cvd } | null;
  liquidity: LiquidityHistory;
  health: HealthHistory;
  /** Too costly per answer; recomputed each second. */
  slow: SlowFindings | null;
  detectors: Detectors;
}

export interface SlowFindings {
  readonly at: Micros;
  /** When the profile was last computed; less often. */
  readonly profileAt: Micros;
  /** What the detectors go by; answers look at the book as it is then. */
  readonly walls: Judged<FoundWall>;
  readonly profile: ProfileFinding;
}

export const RATE_WINDOW_US = 10 * US_PER_SECOND;
export const OFI_WINDOW_US = 5 * US_PER_MINUTE;
/** Trades are kept for the profile of half an hour; a longer flow window is reported as incomplete. */
const TAPE_US = 31 * US_PER_MINUTE;
const DAY_US = 86_400 * US_PER_SECOND;
/** How often the book's usual sizes are sampled, and how many samples make an answer: two minutes of them. */
const LIQUIDITY_EVERY_US = 10 * US_PER_SECOND;
const LIQUIDITY_SAMPLES = 12;
const SLOW_EVERY_US = US_PER_SECOND;
/** The profile goes over every trade of half an hour, and seconds hardly change it. */
const PROFILE_EVERY_US = 5 * US_PER_SECOND;
/** Going back further is a clock correction. */
const BACK_US = 2 * US_PER_SECOND;

export const newMarket = (venue: VenueId, symbol: string, now: Micros): MarketState => ({
  id: `${venue}:${symbol}`,
  venue,
  symbol,
  tape: newTape(),
  received: newReceived(),
  candles: new Map(),
  minute: minuteOf(now),
  passedAt: now,
  framed: null,
  seen: false,
  events: createRollingWindow(RATE_WINDOW_US, 0),
  ofi: createRollingWindow(OFI_WINDOW_US, 1),
  touch: null,
  cvd: null,
  liquidity: createLiquidityHistory({ everyUs: LIQUIDITY_EVERY_US }),
  health: newHealthHistory(),
  slow: null,
  detectors: newDetectors(`${venue}:${symbol}`),
});

/** A market as a checkpoint has it: without room to spare. */
export const toCheckpointedMarket = (market: MarketState): MarketState => ({ ...market, tape: compactTape(market.tape) });

/** Earlier builds kept the ticker in a field of its own. */
interface OlderMarket extends MarketState {
  readonly ticker?: TickerEvent | null;
}

/** A market from a checkpoint, also of another build; state in another form restarts empty. */
export const fromCheckpointedMarket = ({ ticker, ...market }: OlderMarket): MarketState => ({
  ...market,
  received: fromCheckpointedReceived(market.received, ticker),
  tape: fromCheckpointedTape(market.tape),
  passedAt: market.passedAt ?? market.minute,
  framed: market.framed ?? null,
  seen: market.seen ?? false,
  detectors: fromCheckpointed(market.detectors, market.id),
});

/** What an event is taken under. */
export interface Taking {
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

/** Takes one event of the feed. Events that came twice were dropped there, trades are told apart by id here too. */
export function takeEvent(market: MarketState, symbol: SymbolView, event: MarketEvent, taking: Taking): void {
  const at = timeOf(event, taking.frame);
  if (event.type === 'trade') return takeTrade(market, symbol, event, { ...taking, at });
  detectInEvent(market.detectors, symbol, event, { ...taking, at });
  switch (event.type) {
    case 'book_snapshot':
      beginTouch(market, event.touch, at);
      return;
    case 'book_delta':
      countEvent(market, symbol, at);
      moveTouch(market, symbol, event.touch, at);
      return;
    case 'candles':
      for (const candle of event.candles) if (isPast(candle, at)) market.candles.set(candle.start, candle);
      return;
    case 'feed_state':
      if ((event.stream === 'book' || event.stream === 'trade') && isBlind(symbol, event.stream)) clearWindow(market.events);
      if (event.stream === 'book' && event.state !== 'synced' && symbol.book.phase !== 'synced') {
        clearWindow(market.ofi);
        market.touch = null;
        market.slow = null;
      }
      return;
    default:
      keepReceived(market.received, event);
  }
}

/** Restarts the imbalance with a whole book; one with an empty side has no touch, and its changes are not counted. */
function beginTouch(market: MarketState, touch: Touch | null, at: Micros): void {
  clearWindow(market.ofi);
  market.ofi.since = touch === null ? null : at;
  market.touch = touch;
}

function moveTouch(market: MarketState, symbol: SymbolView, touch: Touch | null, at: Micros): void {
  const isFirst = market.touch === null && touch !== null && symbol.book.phase === 'synced';
  if (isFirst || (touch === null && market.touch !== null)) return beginTouch(market, touch, at);
  if (market.touch !== null && touch !== null) addToWindow(market.ofi, at, [ofiStep(market.touch, touch)]);
  market.touch = touch;
}

/** A venue states whole minutes, and none that is not over is final. */
const isPast = ({ start }: Candle, now: Micros): boolean => start % US_PER_MINUTE === 0 && start + US_PER_MINUTE <= now;

function takeTrade(
  market: MarketState,
  symbol: SymbolView,
  trade: Extract<MarketEvent, { type: 'trade' }>,
  taking: Taking & { readonly at: Micros },
): void {
  if (startsAnew(market.tape, trade, taking.at)) {
    market.tape = newTape();
    // Trades may have been made between the two counts, and no id shows them.
    market.cvd = null;
  }
  const at = addTrade(market.tape, trade, taking.at);
  // A trade that is known already tells nothing, here and below.
  if (at === null) return;
  detectInEvent(market.detectors, symbol, trade, taking);
  addToDay(market, trade, at);
  // A minute that was settled without it is settled again; one with missing trades is not ours to state.
  if (at < market.minute && symbol.trades.missing.length === 0 && market.candles.has(minuteOf(at)))
    settleMinute(market.candles, market.tape, minuteOf(at));
  if (trade.via === 'stream') countEvent(market, symbol, at);
}

/** Events a second over the ten seconds to `now`; null before ten seconds are seen. */
export function eventRate({ rows, since }: RollingWindow, now: Micros): number | null {
  if (since === null || since > now - RATE_WINDOW_US) return null;
  let count = 0;
  for (let i = rows.end - 1; i >= rows.start && (rows.times[i] as number) > now - RATE_WINDOW_US; i--) count++;
  return count / (RATE_WINDOW_US / US_PER_SECOND);
}

function countEvent({ events }: MarketState, symbol: SymbolView, at: Micros): void {
  if (!isBlind(symbol, 'book') && !isBlind(symbol, 'trade')) events.since ??= at;
  addToWindow(events, at, []);
}

function addToDay(market: MarketState, trade: Extract<MarketEvent, { type: 'trade' }>, at: Micros): void {
  const day = Math.floor(at / DAY_US);
  if (market.cvd === null || day > market.cvd.day) market.cvd = { day, from: at, delta: createCvd(day * DAY_US) };
  // A late trade of the stream was made among others that are not known.
  if (trade.via === 'stream' && at < market.cvd.from) return;
  if (addToCvd(market.cvd.delta, { ...trade, tsEvent: at })) market.cvd.from = Math.min(market.cvd.from, at);
}

/** By how much time leapt, because the exchange's clock was put right; 0 where it continued. */
function leapOf({ framed, passedAt }: MarketState, now: Micros, { offset }: ClockFrame): number {
  if (now < passedAt - BACK_US) return now - passedAt;
  const leap = framed === null ? 0 : framed.offset - offset;
  // An offset that is again what it was: the process stood still, and that time did pass.
  const isBack = framed?.before != null && Math.abs(framed.before - offset) <= BACK_US;
  return leap > BACK_US && now > passedAt + BACK_US && !isBack ? leap : 0;
}

/** What times are made by from now on. */
function frameOf({ framed }: MarketState, now: Micros, { offset }: ClockFrame): MarketState['framed'] {
  if (framed === null) return { offset, before: null, from: now };
  return { ...framed, offset, before: Math.abs(framed.offset - offset) > BACK_US ? framed.offset : framed.before };
}

/** The clock was put right and time is `by` µs later: trades keep their distance, what was learnt begins again. */
function moveTime(market: MarketState, symbol: SymbolView, now: Micros, by: number): void {
  shiftTape(market.tape, by);
  clearWindow(market.events);
  // The book stays whole, and no snapshot is due that would say so.
  beginTouch(market, symbol.book.phase === 'synced' ? market.touch : null, now);
  market.minute = minuteOf(now);
  market.cvd = null;
  market.slow = null;
  market.liquidity = createLiquidityHistory({ everyUs: LIQUIDITY_EVERY_US });
  market.health = newHealthHistory();
  market.detectors = newDetectors(market.id);
  // Minutes of our own under the clock that was wrong were those of other times.
  const own = by > 0 && market.framed !== null ? minuteOf(market.framed.from) : now + 1;
  for (const start of market.candles.keys()) if (start >= own) market.candles.delete(start);
  market.framed = null;
}

/** Whether the book is synced, its stream in order, and both sides have levels. */
export const isInOrder = ({ book, streams }: SymbolView): boolean =>
  book.phase === 'synced' && streams.book?.state === 'synced' && touchOf(book.book) !== null;

/** Advance time: roll windows, sample, recompute expensive findings when due. `now` is exchange time. */
export function passTime(market: MarketState, symbol: SymbolView, now: Micros, { settings, position, frame }: Taking): void {
  const leap = leapOf(market, now, frame);
  if (leap !== 0) moveTime(market, symbol, now, leap);
  market.passedAt = now;
  market.framed = frameOf(market, now, frame);
  const blind = blindTrades(market.tape, symbol, now, frame);
  advanceWindow(market.events, now);
  advanceWindow(market.ofi, now);
  pruneTape(market.tape, now - Math.max(TAPE_US, settings.REPORT_WINDOW_SEC * US_PER_SECOND));
  if (Math.abs(now - market.minute) > DAY_US) market.minute = minuteOf(now);
  for (; market.minute + US_PER_MINUTE + SETTLE_US <= now; market.minute += US_PER_MINUTE)
    if (whyBlind(market.tape, blind, market.minute - 1, market.minute + US_PER_MINUTE) === null)
      settleMinute(market.candles, market.tape, market.minute);
  const alive = aliveAt(symbol);
  market.seen = alive !== null && now - (alive - frame.offset) <= BLIND_US;
  const whole = isInOrder(symbol) && market.seen;
  if (whole) {
    observeLiquidity(market.liquidity, symbol.book.book, now);
    observeHealth(market.health, symbol.book.book, isBlind(symbol, 'trade') ? null : eventRate(market.events, now), now);
  }
  const due = market.slow === null || now - market.slow.at >= SLOW_EVERY_US;
  if (due) market.slow = findSlow(market, symbol, now, settings, blind);
  const walls = due && market.slow?.walls.ready ? market.slow.walls.found : null;
  const seen = { book: whole ? symbol.book.book : null, liquidity: market.liquidity, walls };
  detectOverTime(market.detectors, seen, { at: now, position, settings });
}

const NO_BOOK = { ready: false, reason: 'the book is not synced', readyAt: null } as const;

/** Walls of the book as it is. */
export function wallsOf(
  { liquidity }: MarketState,
  { book: { book, phase } }: SymbolView,
  settings: MarketSettings,
): Judged<FoundWall> {
  if (phase !== 'synced') return NO_BOOK;
  const { WALL_THRESHOLD_MULTIPLIER: multiplier, WALL_MINIMUM_QTY: minimum } = settings;
  return findWalls(liquidity, book, { multiplier, minimum, minSamples: LIQUIDITY_SAMPLES });
}

/** Vacuums of the book as it is. */
export function vacuumsOf(
  { liquidity }: MarketState,
  { book: { book, phase } }: SymbolView,
  settings: MarketSettings,
): Judged<FoundVacuum> {
  if (phase !== 'synced') return NO_BOOK;
  return findVacuums(liquidity, book, { percentile: settings.VACUUM_THRESHOLD_PERCENTILE, minSamples: LIQUIDITY_SAMPLES });
}

function findSlow(
  market: MarketState,
  symbol: SymbolView,
  now: Micros,
  settings: MarketSettings,
  blind: readonly Blind[],
): SlowFindings {
  const last = market.slow;
  const keep = last !== null && last.profile.ready && now - last.profileAt < PROFILE_EVERY_US;
  return {
    at: now,
    profileAt: keep ? last.profileAt : now,
    walls: wallsOf(market, symbol, settings),
    profile: keep
      ? last.profile
      : findProfile(market.tape, symbol.instrument?.tick ?? null, { now, blind, seconds: settings.REPORT_WINDOW_SEC }),
  };
}
