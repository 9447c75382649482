import {
  seededRandom,
  US_PER_MINUTE,
  US_PER_SECOND,
  type DecodedTicker,
  type DecodedTrade,
  type Micros,
  type TradesBefore,
} from '../../core/index.ts';
import { clockFrame, frameTime, pastTime } from './clock-offset.ts';
import { emit, quarantine, type Context, type Said } from './context.ts';
import { badPrint } from './numbers.ts';
import { ask, isAsked } from './requests.ts';
import type { Hole, SymbolState } from './state.ts';
import { setStream } from './streams.ts';

/** Pages of history one symbol may ask for at start. */
const PAGES_MOST = 80;
/** An id below all that are held, on a time later than the last by this, starts a new count. */
const RESTART_AFTER_US = US_PER_SECOND;
/** An id among those that are held starts a new count where its time is later by this, and the next id follows it. */
const RECOUNT_AFTER_US = 3 * US_PER_SECOND;
const FIRST_WAIT_US = 1_500_000;
/** A ticker may be this far ahead of the stream of trades. */
const TICKER_AHEAD_US = 3 * US_PER_SECOND;
/** A ticker may come this long after the trade that it counts. */
const TICKER_LATE_US = US_PER_SECOND;
/** The wait for ids that no page brought doubles so often, to 48 s. */
const DOUBLINGS_MOST = 5;

const openHole = (hole: Omit<Hole, 'askAt' | 'tries'>, now: Micros): Hole => ({ ...hole, askAt: now + FIRST_WAIT_US, tries: 0 });

function issue(context: Context, symbol: SymbolState, trade: DecodedTrade, via: DecodedTrade['via']): void {
  const { id, price, size, side, tsEvent } = trade;
  const venue = context.venue.card.id;
  const tsRecv = context.feed.now;
  emit(context, { type: 'trade', venue, symbol: trade.symbol, tsEvent, tsRecv, seq: id, id, price, size, side, via });
}

function refused(context: Context, symbol: SymbolState, trade: DecodedTrade): string | null {
  const bad = badPrint(context, symbol, trade.price, trade.size);
  if (bad !== null) quarantine(context, null, 'bad_trade', `${symbol.symbol} ${trade.id}: ${bad}`, '');
  return bad;
}

/** When a trade was, on the clock that rolling state follows: no future time stands in the way of later ones. */
function timeOf({ feed }: Context, { tsEvent, via }: DecodedTrade): Micros {
  const frame = clockFrame(feed.clock);
  return via === 'stream' ? frameTime(tsEvent, feed.now, frame) : pastTime(tsEvent, feed.now, frame);
}

/** A time as the exchange's clock may have it, to ask for what came after. */
const askFrom = ({ feed }: Context, at: Micros): Micros => at - Math.max(0, clockFrame(feed.clock).skew);

/** Trades after the last may be missing; which, the next trade or a page of them tells. */
export function doubtTrades(context: Context, symbol: SymbolState, reason: string, cause: 'lost' | 'silent' = 'lost'): void {
  const { trades } = symbol;
  const held = trades.doubt ?? { askAt: context.feed.now + FIRST_WAIT_US, tries: 0, isSilent: false };
  trades.doubt = { ...held, isNew: true, isSilent: held.isSilent || cause === 'silent' };
  setStream(context, symbol, 'trade', 'gap', reason);
}

/** Frames were lost that carried this market: trades may have been among them. What was down or on its way stays so. */
export function doubtAsWell(context: Context, symbol: SymbolState, reason: string, cause: 'lost' | 'silent' = 'lost'): void {
  const { state } = symbol.streams.trade;
  const runs = state !== 'connecting' && state !== 'down' && symbol.trades.lastId !== null;
  if (runs && !context.feed.settings.recorded) doubtTrades(context, symbol, reason, cause);
}

/** Holds the stream of trades against the venue's ticker, which counts them too: one that fell silent is found out. */
export function checkTrades(context: Context, symbol: SymbolState, ticker: DecodedTicker, before: DecodedTicker | null): void {
  const { trades, streams } = symbol;
  const { now, settings } = context.feed;
  const { state } = streams.trade;
  // Ids that are missing from before don't vouch for what comes now.
  const runs = state === 'synced' || state === 'stale' || (state === 'gap' && trades.doubt === null);
  if (!settings.streams.includes('trade') || !runs || trades.lastId === null) {
    trades.behind = null;
    return;
  }
  const counted = comparedWith(symbol, ticker, before, now);
  trades.countedId = trades.lastId;
  if (counted === 'level') trades.behind = null;
  else if (counted === 'unknown' && trades.behind === null) return;
  else if (trades.behind === null) trades.behind = { at: now, id: ticker.lastTradeId ?? null };
  else if (now - trades.behind.at > TICKER_AHEAD_US) {
    trades.behind = null;
    doubtTrades(context, symbol, 'the ticker counts trades that have not come', 'silent');
  }
}

/**
 * Whether the ticker counts trades that have not come. One without a trade id tells by another price, or a volume that grew,
 * while no trade comes; the same again tells nothing.
 */
function comparedWith(
  { trades, streams }: SymbolState,
  { last, lastTradeId, volume }: DecodedTicker,
  before: DecodedTicker | null,
  now: Micros,
): 'level' | 'ahead' | 'unknown' {
  if (lastTradeId !== undefined) return lastTradeId > (trades.lastId ?? lastTradeId) ? 'ahead' : 'level';
  const isQuiet = now - (streams.trade.heardAt ?? now) > TICKER_LATE_US;
  const grew = before !== null && volume > before.volume && trades.countedId === trades.lastId;
  return isQuiet && (grew || last !== trades.lastPrice) ? 'ahead' : 'unknown';
}

/** One trade from the stream: in order, a duplicate, after a hole, or the first of a new count. */
export function takeTrade(context: Context, symbol: SymbolState, trade: DecodedTrade): Said {
  const bad = refused(context, symbol, trade);
  if (bad !== null) {
    if (symbol.instrument !== null) doubtTrades(context, symbol, `trade ${trade.id} was refused: ${bad}`);
    return 'nothing';
  }
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (isFormer(context, symbol, trade)) {
    const isUnsure = context.feed.clock.rivals.length > 0;
    if (isUnsure && trade.via === 'stream' && trade.id > (trades.lastId ?? trade.id))
      doubtAsWell(context, symbol, `trade ${trade.id} is as old as the count before`, 'silent');
    return 'old';
  }
  const fills = fillHole(symbol, trade.id, context.feed.now);
  if (!fills && trades.lastId !== null && trade.id <= trades.lastId) {
    const older = trades.firstId !== null && trade.id < trades.firstId;
    if (trade.via === 'backfill') return older ? takeOlder(context, symbol, trade) : 'old';
    if (!startsCount(context, symbol, trade, older ? 'before' : 'among')) return 'old';
    trades.former = { lastId: trades.lastId, lastTs: trades.lastTs };
    trades.missing = [];
    trades.firstId = null;
    trades.lastId = null;
  }
  if (!fills && trades.lastId !== null && trade.id > trades.lastId + 1) {
    trades.missing.push(
      openHole(
        {
          from: trades.lastId + 1,
          to: trade.id - 1,
          after: askFrom(context, trades.lastTs),
          before: askFrom(context, timeOf(context, trade)),
        },
        context.feed.now,
      ),
    );
    setStream(context, symbol, 'trade', 'gap', `trades ${trades.lastId + 1} to ${trade.id - 1} are missing`);
  }
  if (!fills) trades.doubt = null;
  remember(context, symbol, trade);
  status.seq = trades.lastId;
  if (status.state !== 'gap') setStream(context, symbol, 'trade', 'synced', 'in order');
  else closeHoles(context, symbol);
  issue(context, symbol, trade, trade.via);
  return 'new';
}

/**
 * Whether a trade of the stream, of an id that is no news, is the first of a new count. Among those held its time alone
 * proves nothing, since exchange clocks step back: it has to be believable, and the next id to follow.
 */
function startsCount(context: Context, symbol: SymbolState, { id, tsEvent }: DecodedTrade, where: 'before' | 'among'): boolean {
  const { trades } = symbol;
  const { clock, now } = context.feed;
  const at = tsEvent + clock.skew;
  if (where === 'before') return at > trades.lastTs + RESTART_AFTER_US;
  const isSteady = clock.rivals.length === 0 && clock.pending === 0;
  const isNewer = isSteady && at > trades.lastTs && at <= now - clockFrame(clock).offset + US_PER_SECOND;
  // No page tells the two counts apart: only the stream ends this doubt.
  if (isNewer) doubtAsWell(context, symbol, `trade ${id} came again with a later time`, 'silent');
  const isNews = isNewer && at > trades.lastTs + RECOUNT_AFTER_US;
  const follows = isNews && trades.recount === id - 1;
  trades.recount = isNews && !follows ? id : null;
  return follows;
}

/** A trade from before all that is held, as a subscription's first answer brings them. */
function takeOlder(context: Context, symbol: SymbolState, trade: DecodedTrade): Said {
  openHolesAround(context, symbol, [trade]);
  remember(context, symbol, trade);
  issue(context, symbol, trade, 'backfill');
  return 'new';
}

/** Of the count before, told again or never told: its ids say nothing in the present one. */
function isFormer({ feed }: Context, { trades }: SymbolState, { id, tsEvent, via }: DecodedTrade): boolean {
  const { former, lastId, firstTs } = trades;
  // The next id of the stream is the next trade, also while a clock that was set back makes it look old.
  if (former === null || (via === 'stream' && lastId !== null && id === lastId + 1)) return false;
  const at = tsEvent + feed.clock.skew;
  return (id <= former.lastId && at <= former.lastTs) || (lastId !== null && id > lastId && at < firstTs);
}

function remember(context: Context, { trades }: SymbolState, trade: DecodedTrade): void {
  if (trades.lastId === null || trade.id > trades.lastId) {
    trades.lastId = trade.id;
    trades.lastTs = timeOf(context, trade);
    trades.lastPrice = trade.price;
    if (trades.behind !== null && (trades.behind.id === null || trade.id >= trades.behind.id)) trades.behind = null;
  }
  if (trades.firstId === null || trade.id < trades.firstId) {
    trades.firstId = trade.id;
    trades.firstTs = timeOf(context, trade);
  }
}

/** Takes an id out of the holes; false when it was in none. */
function fillHole({ trades }: SymbolState, id: number, now: Micros): boolean {
  const at = trades.missing.findIndex(({ from, to }) => id >= from && id <= to);
  const hole = trades.missing[at];
  if (hole === undefined) return false;
  const parts = [
    { ...hole, to: id - 1 },
    { ...hole, from: id + 1 },
  ].flatMap((part) => (part.from <= part.to ? [openHole(part, now)] : []));
  trades.missing.splice(at, 1, ...parts);
  return true;
}

function closeHoles(context: Context, symbol: SymbolState): void {
  if (symbol.trades.missing.length === 0 && symbol.trades.doubt === null)
    setStream(context, symbol, 'trade', 'synced', 'in order');
}

function askPage(context: Context, symbol: SymbolState, before: TradesBefore | null): void {
  const call = context.venue.rest.tradesBefore(symbol.symbol, before);
  if (call !== null) ask(context, call, 2);
}

/** A page of trades: what is new in it goes out, what fills a hole closes it, the rest is known already. */
export function takePage(context: Context, symbol: SymbolState, given: readonly DecodedTrade[]): void {
  const { feed } = context;
  const { trades } = symbol;
  // A venue pages by time, and its clock may have stepped back: ids keep the order.
  const page = given.filter((trade) => !isFormer(context, symbol, trade)).toSorted((a, b) => a.id - b.id);
  trades.pages++;
  // As it was before this page: the page itself, oldest first, widens what is held.
  const { firstId: before, lastId: after } = trades;
  openHolesAround(context, symbol, page);
  const unread: DecodedTrade[] = [];
  for (const trade of page) {
    if (refused(context, symbol, trade) !== null) {
      unread.push(trade);
      continue;
    }
    const known = before !== null && after !== null && trade.id >= before && trade.id <= after;
    if (known && !fillHole(symbol, trade.id, feed.now)) continue;
    remember(context, symbol, trade);
    issue(context, symbol, trade, 'backfill');
  }
  const oldest = page[0];
  const newest = page.at(-1);
  // The page spans these ids, so those it does not hold were never given to a trade.
  if (oldest && newest) trades.missing = trades.missing.filter(({ from, to }) => from < oldest.id || to > newest.id);
  keepUnread(context, symbol, unread);
  const isReached = after === null || newest === undefined || newest.id >= after;
  if (isReached && trades.doubt !== null && !trades.doubt.isNew && !trades.doubt.isSilent) trades.doubt = null;
  const { state } = symbol.streams.trade;
  if (state === 'gap') closeHoles(context, symbol);
  // A market without trades says nothing on its stream; a page proves that nothing was missed.
  else if (state === 'syncing') setStream(context, symbol, 'trade', 'synced', 'in order');
  if (trades.backfill !== 'running') return;
  const reached = trades.firstTs <= feed.now - feed.settings.backfillMinutes * US_PER_MINUTE;
  if (reached || page.length === 0 || trades.firstId === before || trades.pages >= PAGES_MOST) trades.backfill = 'done';
  else if (trades.firstId !== null) askPage(context, symbol, { id: trades.firstId, at: trades.firstTs });
}

/** A page that does not touch what we hold leaves ids between the two, which are yet to come. */
function openHolesAround(context: Context, { trades }: SymbolState, page: readonly DecodedTrade[]): void {
  const { now } = context.feed;
  const oldest = page[0];
  const newest = page.at(-1);
  if (!oldest || !newest || trades.firstId === null || trades.lastId === null) return;
  if (oldest.id > trades.lastId + 1)
    trades.missing.push(
      openHole(
        { from: trades.lastId + 1, to: oldest.id - 1, after: askFrom(context, trades.lastTs), before: oldest.tsEvent },
        now,
      ),
    );
  if (newest.id < trades.firstId - 1)
    trades.missing.push(
      openHole({ from: newest.id + 1, to: trades.firstId - 1, after: newest.tsEvent, before: trades.firstTs }, now),
    );
}

/** Trades of a page that could not be read are still missing. */
function keepUnread(context: Context, { trades }: SymbolState, unread: readonly DecodedTrade[]): void {
  for (const { id, tsEvent } of unread) {
    if (trades.firstId === null || trades.lastId === null || id < trades.firstId) continue;
    if (trades.missing.some(({ from, to }) => id >= from && id <= to)) continue;
    const hole = openHole({ from: id, to: id, after: tsEvent, before: tsEvent }, context.feed.now);
    trades.missing.push({ ...hole, askAt: nextTry(context, DOUBLINGS_MOST), tries: DOUBLINGS_MOST });
    if (id > trades.lastId) trades.lastId = id;
  }
}

/** When to ask again for what a page did not bring, ever later up to 48 s, each drawn from the upper half of that. */
function nextTry({ feed }: Context, tries: number): Micros {
  const longest = FIRST_WAIT_US * 2 ** Math.min(tries + 1, DOUBLINGS_MOST);
  const random = seededRandom(feed.rng);
  const wait = longest * (0.5 + random() / 2);
  feed.rng = random.state();
  return feed.now + Math.round(wait);
}

/** Begins the history once the stream runs, and keeps asking for what is missing. */
export function watchTrades(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (status.state === 'connecting' || status.state === 'down' || symbol.unknown) return;
  if (trades.backfill === 'waiting' && feed.settings.backfillMinutes > 0 && !feed.settings.recorded)
    beginBackfill(context, symbol);
  askForHoles(context, symbol);
  if (!trades.candlesAsked && status.state !== 'syncing' && feed.settings.backfillMinutes > 0) {
    trades.candlesAsked = true;
    const candles = venue.rest.candles(symbol.symbol, feed.now - feed.settings.backfillMinutes * US_PER_MINUTE);
    const ticker = venue.rest.ticker(symbol.symbol);
    if (candles !== null) ask(context, candles, 2);
    if (ticker !== null && symbol.streams.ticker.messages === 0) ask(context, ticker, 1);
  }
}

/**
 * Asks for the page that ends with the newest missing ids: it reaches over older holes as well. Ids that no page brings
 * are asked for ever less often, since the venue may never give them.
 */
function askForHoles(context: Context, symbol: SymbolState): void {
  const { trades } = symbol;
  const { now } = context.feed;
  const isDue = ({ askAt }: Pick<Hole, 'askAt'>) => now >= askAt;
  const asked = <T extends Pick<Hole, 'askAt' | 'tries'>>(hole: T): T => ({
    ...hole,
    askAt: nextTry(context, hole.tries),
    tries: hole.tries + 1,
  });
  if (isAsked(context, 'trades', symbol.symbol)) return;
  if (trades.doubt !== null && isDue(trades.doubt)) {
    trades.doubt = { ...asked(trades.doubt), isNew: false };
    askPage(context, symbol, null);
    return;
  }
  const oldest = trades.missing.find(isDue);
  const newest = trades.missing.findLast(isDue);
  if (!oldest || !newest) return;
  trades.missing = trades.missing.map((hole) => (isDue(hole) ? asked(hole) : hole));
  askPage(context, symbol, { id: newest.to + 1, at: newest.before, from: oldest.after });
}

function beginBackfill(context: Context, symbol: SymbolState): void {
  const { feed } = context;
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (trades.lastId === null && feed.now - status.since < FIRST_WAIT_US) return;
  trades.backfill = context.venue.rest.tradesBefore(symbol.symbol, null) === null ? 'failed' : 'running';
  askPage(context, symbol, null);
}
