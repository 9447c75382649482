import { counted, US_PER_MINUTE, US_PER_SECOND, type DecodedTrade, type Micros } from '../../core/index.ts';
import { note, type Context } from './context.ts';
import type { CandleCheck, CandleClaim, DoubtedMinute } from './candle-check.ts';
import { isMet, isUndecided } from './minute-sums.ts';
import { isAsked } from './requests.ts';
import type { SymbolState } from './state.ts';
import { setStream } from './streams.ts';
import { askPage, endGapIfComplete } from './trade-gaps.ts';

/** A little longer than minutes are kept. */
const KEPT_US = 1_445 * US_PER_MINUTE;
/** Maximum minutes in doubt; the two oldest then become one. */
const DOUBTED_MOST = 200;
/** Pages without a decision, after which the doubt stays. */
const TRIES_MOST = 5;
/** The first wait after a page; doubled for each further one. */
const WAIT_US = 1_500_000;
const PAUSE_US = US_PER_MINUTE;
/** Doublings of the pause, up to about an hour. */
const PAUSE_DOUBLINGS_MOST = 6;

/**
 * Puts a minute in doubt, or updates its doubt to a newer volume; `claim` is null once no final candle is waited for. A lost minute is
 * asked for again only when it is over; before that, every candle of a busy minute would cost a page that begins too late again.
 */
export function doubtMinute(
  context: Context,
  symbol: SymbolState,
  start: Micros,
  claim: CandleClaim | null,
  reason: string,
): void {
  const { check } = symbol.trades;
  const isOver = claim === null || claim.closed;
  const held = check.doubted.find(({ from }) => from === start);
  if (held?.claim?.closed === true && !isOver) return;
  const staysLost = held?.page === 'lost' && !isOver;
  const canAsk = !context.feed.settings.recorded && context.venue.questions.trades !== undefined;
  const doubt: DoubtedMinute = {
    from: start,
    to: start + US_PER_MINUTE - 1,
    reason,
    claim,
    page: canAsk && !staysLost ? 'wanted' : 'lost',
  };
  check.doubted = [...check.doubted.filter(({ from }) => from !== start), doubt].toSorted((a, b) => a.from - b.from);
  while (check.doubted.length > DOUBTED_MOST) mergeOldest(check);
  if (held === undefined) setStream(context, symbol, 'trade', 'gap', reason);
}

function mergeOldest(check: CandleCheck): void {
  const [first, second, ...rest] = check.doubted as [DoubtedMinute, DoubtedMinute, ...DoubtedMinute[]];
  check.doubted = [{ ...first, to: second.to, page: 'lost' }, ...rest];
}

/** Ends the doubt of a minute. */
export function endDoubt(context: Context, symbol: SymbolState, start: Micros): void {
  const { check } = symbol.trades;
  const left = check.doubted.filter(({ from }) => from !== start);
  if (left.length === check.doubted.length) return;
  check.doubted = left;
  endGapIfComplete(context, symbol);
}

/** Requests the page that decides, once the wait is over, and forgets doubts that are older than every window. */
export function settleDoubts(context: Context, symbol: SymbolState): void {
  const { check } = symbol.trades;
  const { now } = context.feed;
  if (check.doubted.length === 0) return;
  if ((check.doubted[0]?.to ?? now) < now - KEPT_US) check.doubted = check.doubted.filter(({ to }) => to >= now - KEPT_US);
  if (!isUndecided(check)) {
    check.tries = 0;
    if (symbol.streams.trade?.state === 'gap') endGapIfComplete(context, symbol);
    return;
  }
  if (now < check.askAt || isAsked(context, 'trades', symbol.symbol)) return;
  if (check.tries >= TRIES_MOST) {
    check.doubted = check.doubted.map((doubt) => ({ ...doubt, page: 'lost' }));
    return;
  }
  check.askAt = now + WAIT_US * 2 ** check.tries++;
  check.doubted = check.doubted.map((doubt) => (doubt.page === 'wanted' ? { ...doubt, page: 'asked' } : doubt));
  askPage(context, symbol, null);
}

/** Whether a page may add a trade of this time between two known trades. */
export const mayLack = ({ doubted }: CandleCheck, { tsEvent }: DecodedTrade): boolean =>
  doubted.some(({ from, to }) => tsEvent >= from && tsEvent <= to);

/**
 * Decides doubts after a page of trades was added, oldest first. A page that begins before the minute and ends after it has all its
 * trades. If the candle still has another volume, it counts other trades than the venue lists.
 */
export function decideByPage(context: Context, symbol: SymbolState, page: readonly DecodedTrade[], isWhole: boolean): void {
  const { check } = symbol.trades;
  if (check.doubted.length === 0) return;
  const oldest = page[0]?.tsEvent ?? Number.POSITIVE_INFINITY;
  const newest = page.at(-1)?.tsEvent ?? Number.NEGATIVE_INFINITY;
  let isExplained = true;
  check.doubted = check.doubted.flatMap((doubt): DoubtedMinute[] => {
    if (doubt.claim !== null && isMet(doubt.claim, symbol)) return [];
    if (doubt.page !== 'asked') return [doubt];
    // An unreadable trade leaves the page without proof; another page may be readable.
    if (!isWhole) return [{ ...doubt, page: 'wanted' }];
    if (oldest >= doubt.from) return [{ ...doubt, page: 'lost' }];
    // A venue's list may lag behind its stream, so an end before the minute's proves nothing.
    if (newest <= (doubt.claim?.upTo ?? doubt.to)) return [{ ...doubt, page: 'wanted' }];
    if (doubt.claim !== null) isExplained = false;
    return [];
  });
  if (!isUndecided(check)) check.tries = 0;
  if (!isExplained) pause(context, symbol);
  if (symbol.streams.trade?.state === 'gap') endGapIfComplete(context, symbol);
}

function pause({ feed, venue }: Context, { symbol, trades: { check } }: SymbolState): void {
  const wait = PAUSE_US * 2 ** Math.min(check.unexplained++, PAUSE_DOUBLINGS_MOST);
  check.pausedUntil = feed.now + wait;
  note(
    feed,
    `${venue.card.id}:${symbol}: the candle has another volume than the trades that the venue lists, ${counted(check.unexplained, 'time')}; ` +
      `they are compared again in ${Math.round(wait / US_PER_SECOND)} s`,
  );
}
