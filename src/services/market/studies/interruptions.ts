import {
  US_PER_MINUTE,
  type BookDeltaEvent,
  type BookSnapshotEvent,
  type FeedStateEvent,
  type Micros,
  type TradeEvent,
} from '../../../core/index.ts';
import type { SymbolView } from '../../../runtime/feed/index.ts';
import { stateOf } from '../market-state.ts';
import { worstState } from '../standing.ts';
import { defineStudy, type StudyView } from '../study.ts';
import { countsByVenue, timesAround } from '../tape.ts';
import { findMinutes, settleMinutes } from './doubted-minutes.ts';
import { fetchedTrades } from './fetched-trades.ts';
import { forgetOlder, pushRow, runningOf, type IdRange, type Interruption, type Interruptions } from './interruption.ts';
import { ownOffset } from './own-time.ts';

function takeState(state: Interruptions, event: FeedStateEvent, view: StudyView): void {
  const { stream, reason, tsRecv: now } = event;
  state.since ??= now;
  if (event.state === 'synced') {
    if (!state.started.includes(stream)) state.started.push(stream);
    for (const row of state.rows) if (row.stream === stream && row.running) endRow(row, now);
    return;
  }
  if (!state.started.includes(stream)) return;
  const running = runningOf(state, stream);
  if (running !== undefined) running.state = worstState([running.state, event.state]);
  else {
    const none = { range: null, counted: countsByVenue(view.market.tape), minutes: null, came: 0, left: 0 };
    // Updates may be missing since the last one. Fetched trades show their own start; other streams only supersede.
    const from = stream === 'book' ? Math.min(now, state.bookAt ?? now) : now;
    pushRow(state, { stream, state: event.state, reason, from, noticed: now, to: null, running: true, ...none });
  }
}

function takeBook(state: Interruptions, { tsRecv }: BookDeltaEvent | BookSnapshotEvent): void {
  state.bookAt = tsRecv;
}

function endRow(row: Interruption, now: Micros): void {
  row.running = false;
  row.to ??= Math.min(now, row.minutes?.until ?? now);
}

/** Gives each new range of missing ordinals a row: the running one if it has none yet, else one of its own. */
function findRanges(state: Interruptions, { symbol, market, at }: StudyView, offset: number): void {
  const live = stateOf(market, fetchedTrades).liveSince;
  const now = at + offset;
  for (const { from, to } of symbol.trades.missing) {
    if (to <= (state.countedTo ?? Number.NEGATIVE_INFINITY)) continue;
    const isKnown = state.rows.some(({ range }) => range !== null && range.from <= from && range.to >= to);
    const around = isKnown ? null : timesAround(market.tape, from, to);
    // Ordinals before the first trade are outside the kept span.
    if (around === null || !Number.isFinite(around.from)) continue;
    const span = { from: around.from + offset, to: around.to === null ? null : around.to + offset };
    // Holes in the history from before the first live trade are not yet backfilled, and no interruption.
    if (span.to !== null && live !== null && span.to <= live) continue;
    const found = { range: { from, to }, counted: countsByVenue(market.tape), left: to - from + 1, ...span };
    const running = runningOf(state, 'trade');
    if (running?.range === null && running.minutes === null) Object.assign(running, found);
    else {
      const none = { running: false, minutes: null, came: 0 };
      pushRow(state, { stream: 'trade', state: 'gap', reason: 'trades are missing', noticed: now, ...none, ...found });
    }
  }
}

/** How many ordinals of a range are still missing. */
const leftIn = ({ from, to }: IdRange, { trades }: SymbolView): number =>
  trades.missing.reduce((sum, gap) => sum + Math.max(0, Math.min(to, gap.to) - Math.max(from, gap.from) + 1), 0);

/** Updates how many trades or minutes of a row are still missing. */
function settle(row: Interruption, { symbol, at }: StudyView, offset: number): void {
  settleMinutes(row, symbol.trades.check.doubted, at + offset);
  if (row.range === null || row.left === 0) return;
  row.left = leftIn(row.range, symbol);
  if (row.left === 0 && !row.running) row.to ??= at + offset;
}

/** Whether a fetched trade was missing in the minutes of a row. */
const isOfMinutes = ({ minutes }: Interruption, tsEvent: Micros): boolean =>
  minutes !== null && tsEvent >= minutes.first && tsEvent < minutes.last + US_PER_MINUTE;

function takeTrade(state: Interruptions, trade: TradeEvent, view: StudyView): void {
  const { ordinal, via, tsEvent } = trade;
  for (const row of state.rows) {
    if (via === 'backfill' && (row.running || row.left > 0) && isOfMinutes(row, tsEvent)) row.came++;
    if (row.left > 0 && row.range !== null && ordinal >= row.range.from && ordinal <= row.range.to) row.came++;
  }
  if (via === 'backfill') widen(state, trade, view);
}

/** A fetched trade shows that the loss began before it was noticed. Missing ids of the venue show that by themselves. */
function widen(state: Interruptions, { ordinal }: TradeEvent, { market, at }: StudyView): void {
  const running = runningOf(state, 'trade');
  if (running === undefined || countsByVenue(market.tape)) return;
  const live = stateOf(market, fetchedTrades).liveSince;
  const offset = ownOffset(market);
  const happened = at + offset;
  if (live === null || happened <= live) return;
  if (state.rows.some(({ stream, from, to }) => stream === 'trade' && from <= happened && (to ?? happened) >= happened)) return;
  const before = timesAround(market.tape, ordinal, ordinal)?.from ?? Number.NEGATIVE_INFINITY;
  running.from = Math.min(running.from, Number.isFinite(before) ? before + offset : happened);
}

/** When streams were not in order, and which trades were missing. */
export const interruptions = defineStudy({
  id: 'interruptions',
  create: (): Interruptions => ({ since: null, started: [], rows: [], older: {}, bookAt: null, countedTo: null }),
  on: { feed_state: takeState, trade: takeTrade, book_delta: takeBook, book_snapshot: takeBook },
  pass(state, view) {
    const offset = ownOffset(view.market);
    const now = view.at + offset;
    if (view.symbol.trades.missing.length > 0) findRanges(state, view, offset);
    for (const row of state.rows) settle(row, view, offset);
    findMinutes(state, view.symbol.trades.check.doubted, now, offset);
    forgetOlder(state, now);
  },
  resume(state, after) {
    // The venue restarted its ids, so the earlier ones say nothing about later trades.
    if (after !== 'trades') return state;
    for (const row of state.rows) row.range = null;
    return { ...state, countedTo: null };
  },
});
