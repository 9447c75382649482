import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import { suspendClock } from './clock-offset.ts';
import { shiftRows } from './latest-rows.ts';
import type { CandleCheck } from './candle-check.ts';
import type { BookSync, ClockState, FeedState, RestState, StreamStatus, SymbolState } from './state.ts';

/** Inputs out of order by at most this are jitter; by more, the receive clock was set back. */
const JITTER_US = 2 * US_PER_SECOND;
/** Ticks come ten times a second, so a longer silence means that the clock was set or the process was suspended. */
const STANDSTILL_US = 5 * US_PER_SECOND;

/**
 * Applies the receive time of an input. If the clock was set back, all stored times move back with it; otherwise timers
 * would wait for hours and ages would stay at 0. A forward jump counts as elapsed time for ages and timers. For event
 * time, the next message decides.
 */
export function followReceiveClock(feed: FeedState, at: Micros): void {
  if (at < feed.now - JITTER_US) shiftFeed(feed, at - feed.now);
  else if (at > feed.now + STANDSTILL_US) suspendClock(feed.clock, at, at - feed.now);
  feed.now = Math.max(feed.now, at);
}

/** The later of two receive times, but `at` if the clock was set back. */
export const laterOf = (seen: Micros, at: Micros): Micros => (at < seen - JITTER_US ? at : Math.max(seen, at));

type Nullable = Micros | null;

const moved = <T extends Nullable>(at: T, by: number): T => (at === null ? null : at + by) as T;
const all = (times: readonly Micros[], by: number): Micros[] => times.map((at) => at + by);

function shiftFeed(feed: FeedState, by: number): void {
  feed.now += by;
  feed.startedAt += by;
  feed.connects = all(feed.connects, by);
  for (const slot of feed.slots) {
    slot.retryAt = moved(slot.retryAt, by);
    slot.recycledAt = moved(slot.recycledAt, by);
    slot.renewedAt = moved(slot.renewedAt, by);
    slot.renewAt = moved(slot.renewAt, by);
  }
  for (const [id, conn] of feed.conns)
    feed.conns.set(id, {
      ...conn,
      startedAt: conn.startedAt + by,
      openedAt: moved(conn.openedAt, by),
      aliveAt: conn.aliveAt + by,
      pingedAt: moved(conn.pingedAt, by),
      firstFrameAt: moved(conn.firstFrameAt, by),
      goodAt: moved(conn.goodAt, by),
      sentAt: all(conn.sentAt, by),
      subscribedAt: all(conn.subscribedAt, by),
    });
  shiftRest(feed.rest, by);
  shiftClock(feed.clock, by);
  feed.definitions.dueAt += by;
  for (const symbol of feed.symbols.values()) shiftSymbol(symbol, by);
  for (const channel of feed.channels.values()) shiftStream(channel, by);
  shiftRows(feed, by);
}

function shiftRest(rest: RestState, by: number): void {
  rest.queue = rest.queue.map((call) => ({ ...call, notBefore: call.notBefore === 0 ? 0 : call.notBefore + by }));
  for (const [id, call] of rest.inflight) rest.inflight.set(id, { ...call, sentAt: call.sentAt + by });
  rest.spent = rest.spent.map((spent) => ({ ...spent, at: spent.at + by }));
  rest.pausedUntil += by;
}

function shiftClock(clock: ClockState, by: number): void {
  clock.minima = clock.minima.map(({ at, offset }) => ({ at: at + by, offset: offset + by }));
  clock.rivals = clock.rivals.map((rival) => ({ ...rival, offset: rival.offset + by, from: rival.from + by }));
  clock.steppedAt = moved(clock.steppedAt, by);
  clock.late = clock.late && { from: clock.late.from + by, to: moved(clock.late.to, by), before: null };
  // A jump forward that is reversed leaves nothing pending.
  if (clock.pending > 0) {
    const rest = Math.max(0, clock.pending + by);
    if (rest <= JITTER_US) clock.pending = 0;
  }
}

function shiftStream(status: StreamStatus, by: number): void {
  status.since += by;
  status.lastAt = moved(status.lastAt, by);
  status.heardAt = moved(status.heardAt, by);
  status.gaps = all(status.gaps, by);
}

function shiftBook(book: BookSync, by: number): void {
  book.retryAt = moved(book.retryAt, by);
  book.askedAt = moved(book.askedAt, by);
  book.lastSyncedAt = moved(book.lastSyncedAt, by);
  book.suspectAt = moved(book.suspectAt, by);
  book.outrun = book.outrun && { ...book.outrun, at: book.outrun.at + by };
  book.nextAuditAt += by;
  if (book.audit !== null) book.audit = { ...book.audit, startedAt: book.audit.startedAt + by };
}

/** Minutes are the venue's, and stay. */
function shiftCheck(check: CandleCheck, by: number): void {
  check.closed = check.closed && { ...check.closed, at: check.closed.at + by };
  check.forming = check.forming && { ...check.forming, at: check.forming.at + by };
  check.askAt += by;
  check.pausedUntil += by;
}

function shiftSymbol(symbol: SymbolState, by: number): void {
  const { streams, trades } = symbol;
  for (const status of Object.values(streams)) shiftStream(status, by);
  shiftBook(symbol.book, by);
  trades.missing = trades.missing.map((gap) => ({ ...gap, askAt: gap.askAt + by }));
  trades.doubt = trades.doubt && { ...trades.doubt, askAt: trades.doubt.askAt + by };
  shiftCheck(trades.check, by);
  trades.behind = trades.behind && { ...trades.behind, at: trades.behind.at + by };
  symbol.carriers = symbol.carriers.map(({ streams: kinds, aliveAt }) => ({ streams: kinds, aliveAt: moved(aliveAt, by) }));
  symbol.prints = symbol.prints.map((one) => ({ ...one, at: one.at + by }));
  for (const [id, at] of symbol.polls) symbol.polls.set(id, at + by);
}
