import type { DecodedNumber } from '../../core/index.ts';
import type { Context } from './context.ts';
import { loseStreams } from './refusals.ts';
import type { ConnId } from './types.ts';

/**
 * Checks the number of a frame in a sequence over several markets. A skipped number is a gap in every stream of the
 * sequence. So is a lower number, because a restart may hide a loss.
 *
 * @returns `repeat` if the frame repeats the last number, so that its content must be ignored.
 */
export function takeNumber(context: Context, id: ConnId, { domain, n, streams }: DecodedNumber): 'new' | 'repeat' {
  const conn = context.feed.conns.get(id);
  if (conn === undefined) return 'new';
  const last = conn.numbers.get(domain);
  if (n === last) return 'repeat';
  conn.numbers.set(domain, n);
  if (last !== undefined && n !== last + 1)
    loseStreams(context, id, { streams, reason: `after message ${last} of ${domain} came ${n}` });
  return 'new';
}
