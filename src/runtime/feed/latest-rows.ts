import {
  latestKey,
  STREAMS,
  US_PER_MINUTE,
  withArticle,
  type DecodedData,
  type LatestKind,
  type Micros,
  type StreamDecoded,
  type StreamKind,
} from '../../core/index.ts';
import type { Context, Novelty } from './context.ts';
import { badField } from './data-message.ts';
import { badOfItself, isKnown } from './known-latest.ts';
import type { HeldLatest, LatestRow } from './latest-table.ts';
import { refuseOne } from './refuse-one.ts';
import type { FeedState } from './state.ts';

/** Most rows of a feed: 10 MB at 2 kB each, as four followed markets, and more than any venue lists on one channel today. */
export const MOST_ROWS = 5_000;
/** Most values of one kind in a row, under different keys; the oldest is dropped. */
const SIDE_BY_SIDE = 16;
/** A row is forgotten a day after its last message, or expired contracts would fill the table. */
const KEPT_US = 24 * 60 * US_PER_MINUTE;
const SWEEP_EVERY_US = US_PER_MINUTE;

/** Whether a message is one of a stream whose newest message counts. */
export const isLatest = (item: StreamDecoded): item is DecodedData<LatestKind> =>
  item.kind in STREAMS && STREAMS[item.kind as StreamKind].handler === 'latest';

/**
 * Keeps the newest message of a market that is not followed, received `now`. Invalid ones are counted, and the older value says
 * so.
 */
export function keepLatest(context: Context, message: DecodedData<LatestKind>, now: Micros = context.feed.now): Novelty {
  const { latest } = context.feed;
  const row = latest.rows.get(message.symbol);
  const at = row === undefined ? -1 : placeOf(row, message);
  const last = row?.held[at];
  if (last !== undefined && isKnown(context, message, last.message)) return 'duplicate';
  const bad = badField(message) ?? badOfItself(message);
  if (bad !== null) {
    refuseOne(context, `bad_${message.kind}`, `${message.symbol}: ${bad}`);
    refuseRow(context.feed, message.symbol, [message.kind], `${withArticle(message.kind)} was refused: ${bad}`);
    return 'nothing';
  }
  if (row === undefined && latest.rows.size >= MOST_ROWS) {
    latest.leftOut++;
    return 'nothing';
  }
  const next: HeldLatest = { at: now, message, refused: null };
  const held = row === undefined ? [next] : at === -1 ? [...roomFor(row.held, message), next] : row.held.with(at, next);
  latest.rows.set(message.symbol, { symbol: message.symbol, held });
  return 'new';
}

const placeOf = ({ held }: LatestRow, message: DecodedData<LatestKind>): number =>
  held.findIndex(
    ({ message: one }) => one.kind === message.kind && latestKey(one.kind, one) === latestKey(message.kind, message),
  );

function roomFor(held: readonly HeldLatest[], { kind }: DecodedData<LatestKind>): readonly HeldLatest[] {
  const others = held.filter(({ message }) => message.kind === kind);
  return others.length < SIDE_BY_SIDE ? held : held.filter((one) => one !== others[0]);
}

/** A newer message of a row was unreadable, so its older value is in doubt until the next. */
export function refuseRow({ latest }: FeedState, symbol: string, kinds: readonly StreamKind[], reason: string): void {
  const row = latest.rows.get(symbol);
  if (row === undefined) return;
  const held = row.held.map((one) => (kinds.includes(one.message.kind) ? { ...one, refused: reason } : one));
  latest.rows.set(symbol, { symbol, held });
}

/** Removes a market's row, because it is followed from now on. */
export function takeRow({ latest }: FeedState, symbol: string): LatestRow | null {
  const row = latest.rows.get(symbol) ?? null;
  latest.rows.delete(symbol);
  return row;
}

/** Forgets rows that had no message for a day. */
export function forgetRows({ latest, now }: FeedState): void {
  if (now - latest.sweptAt < SWEEP_EVERY_US) return;
  latest.sweptAt = now;
  for (const [symbol, { held }] of latest.rows) if (held.every(({ at }) => at < now - KEPT_US)) latest.rows.delete(symbol);
}

/** Moves all times, because the receive clock was set. */
export function shiftRows({ latest }: FeedState, by: number): void {
  latest.sweptAt += by;
  for (const [symbol, { held }] of latest.rows)
    latest.rows.set(symbol, { symbol, held: held.map((one) => ({ ...one, at: one.at + by })) });
}
