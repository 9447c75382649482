import { loseBook } from './book-resync.ts';
import { refuseQuestions } from './caller-questions.ts';
import { note, type Context } from './context.ts';
import { simulatedHost } from './errors.ts';
import { refuseFollow } from './follow.ts';
import { setStream } from './streams.ts';

/** The host is a simulator: unless the source is `simulated`, ends the feed and reports why. */
export function refuseSimulator(context: Context): void {
  const { feed, venue, effects } = context;
  const { source } = feed.settings;
  // Logs from before the source was recorded contain no simulator headers either.
  if (source === undefined || source === 'simulated') return;
  const { code, message, advice } = simulatedHost({ venue: venue.card.id, source });
  feed.refused = message;
  note(feed, message);
  effects.push({ kind: 'refused', code, message, advice });
  for (const id of feed.conns.keys()) effects.push({ kind: 'disconnect', conn: id, reason: message });
  for (const symbol of feed.wanted) refuseFollow(context, symbol, message);
  refuseQuestions(context, message);
  feed.conns.clear();
  feed.slots = [];
  feed.rest.queue = [];
  feed.rest.inflight.clear();
  for (const symbol of feed.symbols.values()) {
    loseBook(context, symbol);
    for (const stream of feed.settings.streams) setStream(context, symbol, stream, 'down', message);
  }
}
