import type { DecodedData, LatestKind, Micros } from '../../core/index.ts';
import { clockFrame } from './clock-offset.ts';
import type { Context } from './context.ts';
import { sameFields } from './same-fields.ts';
import { badTicker } from './plausible.ts';

export type LatestMessage = DecodedData<LatestKind>;

/** Whether an unnumbered message is older than the last, or repeats it. */
export function isKnown(context: Context, message: LatestMessage, last: LatestMessage | null): boolean {
  if (last === null) return false;
  return isOlder(context, message.tsEvent, last.tsEvent) || (message.tsEvent === last.tsEvent && sameFields(message, last));
}

/** Whether `at` is before `seen`; false while `seen` is in the future. */
function isOlder({ feed }: Context, at: Micros | null, seen: Micros | null): boolean {
  if (at === null || seen === null) return false;
  const frame = clockFrame(feed.clock);
  return at < seen && seen + frame.skew <= feed.now - frame.offset;
}

/** Which numbers of a message contradict each other; null if none do. */
export function badOfItself(message: LatestMessage): string | null {
  if (message.kind === 'ticker') return badTicker(message);
  return message.kind === 'quote' && message.bid > message.ask ? `bid ${message.bid} above ask ${message.ask}` : null;
}
