import { callOf, streamRow, US_PER_MS } from '../../core/index.ts';
import type { Context } from './context.ts';
import { ask } from './requests.ts';
import { PRIORITY, type SymbolState } from './state.ts';
import { setStream } from './streams.ts';

/** How many answers in a row may be missing before the stream is stale. */
const ANSWERS_MISSED = 3;

/** Sends the due polls of a symbol, and marks a stream stale if its poll has had no answer for too long. */
export function watchPolls(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  if (venue.polls === undefined || feed.settings.recorded || symbol.unknown || symbol.instrument === null) return;
  for (const { question, stream, everyMs } of venue.polls) {
    const status = symbol.streams[stream];
    if (status === undefined) continue;
    if (status.state === 'connecting') setStream(context, symbol, stream, 'syncing', 'asked for by the clock');
    const most = Math.max(streamRow(stream).leastStaleMs, ANSWERS_MISSED * everyMs) * US_PER_MS;
    const since = status.heardAt ?? status.since;
    if (status.state !== 'stale' && status.state !== 'down' && feed.now - since > most)
      setStream(context, symbol, stream, 'stale', `no answer to ${ANSWERS_MISSED} questions`);
    if (feed.now < (symbol.polls.get(question.id) ?? 0)) continue;
    symbol.polls.set(question.id, feed.now + everyMs * US_PER_MS);
    ask(context, callOf(question, { symbol: symbol.symbol }), PRIORITY.history);
  }
}
