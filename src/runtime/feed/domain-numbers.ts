import type { DecodedNumber } from '../../core/index.ts';
import type { Context } from './context.ts';
import { loseStreams } from './refusals.ts';
import type { ConnId } from './types.ts';

/**
 * Takes the number of a frame in a sequence over several markets. One left out loses what it may have held; one that goes
 * back may be a restart, with anything lost before it, and loses as much.
 *
 * @returns whether the frame is the last one again, so that nothing in it counts.
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
