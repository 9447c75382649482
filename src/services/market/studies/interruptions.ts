import { US_PER_MINUTE, type FeedStateEvent, type Micros, type StreamKind, type StreamState } from '../../../core/index.ts';
import type { SymbolView } from '../../../runtime/feed/index.ts';
import { stateOf } from '../market-state.ts';
import { worstState } from '../standing.ts';
import { defineStudy, type StudyView } from '../study.ts';
import { countsByVenue, timesAround } from '../tape.ts';
import { fetchedTrades } from './fetched-trades.ts';

/** Ordinals, both ends included. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/** One time when a stream was not in order, or one range of missing trades. Times by our clock, which no correction moves. */
export interface Interruption {
  readonly stream: StreamKind;
  /** The worst state. */
  state: StreamState;
  readonly reason: string;
  /** When it was noticed, which every process knows alike; the trade before the missing ones. */
  from: Micros;
  /** When the stream was in order again; the trade after the missing ones. Null while it lasts. */
  to: Micros | null;
  /** Whether the stream has not been in order since. */
  running: boolean;
  /** Ordinals of the missing trades. They are the venue's ids, and so their number is known, if `counted`. */
  range: IdRange | null;
  counted: boolean;
  /** Start of the minute whose candle showed it by another volume, on the venue's clock. */
  minute?: Micros;
  /** Number of these trades that came later, and of the ordinals or minutes still missing. */
  came: number;
  left: number;
}

export interface Interruptions {
  /** Since when they are recorded; null before the first event. */
  since: Micros | null;
  /** Streams that were in order once; the time before that is a start and no interruption. */
  readonly started: StreamKind[];
  /** Oldest first. */
  readonly rows: Interruption[];
}

const ROWS_MOST = 100;
const DAY_US = 24 * 60 * US_PER_MINUTE;

const runningOf = ({ rows }: Interruptions, stream: StreamKind): Interruption | undefined =>
  rows.findLast((row) => row.stream === stream && row.running);

function push({ rows }: Interruptions, row: Interruption): void {
  rows.push(row);
  while (rows.length > ROWS_MOST || (rows[0]?.from ?? row.from) < row.from - DAY_US) rows.shift();
}

function takeState(state: Interruptions, event: FeedStateEvent, view: StudyView): void {
  const { stream, reason, tsRecv: now } = event;
  const { doubted } = view.symbol.trades.check;
  state.since ??= now;
  const running = runningOf(state, stream);
  if (event.state === 'synced') {
    if (!state.started.includes(stream)) state.started.push(stream);
    if (running !== undefined) Object.assign(running, { running: false, to: running.to ?? now });
    const shown = running?.minute;
    if (running !== undefined && shown !== undefined) running.left = doubted.some(({ from }) => from >= shown) ? 1 : 0;
    return;
  }
  if (!state.started.includes(stream)) return;
  if (running !== undefined) running.state = worstState([running.state, event.state]);
  else {
    const none = { range: null, counted: countsByVenue(view.market.tape), came: 0, left: 0 };
    const minute = stream === 'trade' ? doubted.find((doubt) => doubt.reason === reason)?.from : undefined;
    const shown = minute === undefined ? {} : { minute };
    push(state, { stream, state: event.state, reason, from: now, to: null, running: true, ...none, ...shown });
  }
}

/** Gives each new range of missing ordinals a row: the running one if it has none yet, else one of its own. */
function findRanges(state: Interruptions, { symbol, market }: StudyView, offset: number): void {
  const live = stateOf(market, fetchedTrades).liveSince;
  for (const { from, to } of symbol.trades.missing) {
    const isKnown = state.rows.some(({ range }) => range !== null && range.from <= from && range.to >= to);
    const around = isKnown ? null : timesAround(market.tape, from, to);
    // Ordinals before the first trade are outside the kept span.
    if (around === null || !Number.isFinite(around.from)) continue;
    const span = { from: around.from + offset, to: around.to === null ? null : around.to + offset };
    // Holes in the history from before the first live trade are not yet backfilled, and no interruption.
    if (span.to !== null && live !== null && span.to <= live) continue;
    const found = { range: { from, to }, counted: countsByVenue(market.tape), left: to - from + 1, ...span };
    const running = runningOf(state, 'trade');
    if (running?.range === null) Object.assign(running, found);
    else push(state, { stream: 'trade', state: 'gap', reason: 'trades are missing', running: false, came: 0, ...found });
  }
}

/** How many ordinals of a range are still missing. */
const leftIn = ({ from, to }: IdRange, { trades }: SymbolView): number =>
  trades.missing.reduce((sum, gap) => sum + Math.max(0, Math.min(to, gap.to) - Math.max(from, gap.from) + 1), 0);

/** Updates how many trades of a row are still missing. */
function settle(row: Interruption, { symbol, at }: StudyView, offset: number): void {
  if (row.range === null || row.left === 0) return;
  row.left = leftIn(row.range, symbol);
  if (row.left === 0 && !row.running) row.to ??= at + offset;
}

/** When streams were not in order, and which trades were missing. */
export const interruptions = defineStudy({
  id: 'interruptions',
  create: (): Interruptions => ({ since: null, started: [], rows: [] }),
  on: {
    feed_state: takeState,
    trade: ({ rows }, { ordinal, via }) => {
      for (const row of rows) if (row.minute !== undefined && row.running && via === 'backfill') row.came++;
      for (const row of rows)
        if (row.left > 0 && row.range !== null && ordinal >= row.range.from && ordinal <= row.range.to) row.came++;
    },
  },
  pass(state, view) {
    const offset = view.market.framed?.offset ?? 0;
    if (view.symbol.trades.missing.length > 0) findRanges(state, view, offset);
    for (const row of state.rows) settle(row, view, offset);
  },
  resume(state, after) {
    // The venue restarted its ids, so the earlier ones say nothing about later trades.
    if (after === 'trades') for (const row of state.rows) row.range = null;
    return state;
  },
});
