import { callOf, type PreflightInput, type RestCall } from '../../core/index.ts';
import type { Context } from './context.ts';
import { enqueue } from './requests.ts';
import { PRIORITY, type FeedState, type Slot } from './state.ts';

/** The input of a preflight call, which only `askAddress` makes. */
export const preflightOf = ({ input }: Pick<RestCall, 'input'>): PreflightInput => input as PreflightInput;

/** Asks the venue for the address of a connection; false if it needs none. A recording has its connections already. */
export function askAddress(context: Context, slot: Slot, input: PreflightInput): boolean {
  const { feed, venue } = context;
  const { preflight } = venue.questions;
  const call = preflight === undefined || feed.settings.recorded ? null : callOf(preflight, input);
  if (call === null) return false;
  slot.awaits = input.conn;
  // Each connection gets its own address, so that equal requests are all sent.
  enqueue(context, { call, priority: PRIORITY.book, attempt: 0, notBefore: 0 });
  return true;
}

/** Drops the request for a connection that is no longer needed. A later answer to it changes nothing. */
export function forgetPreflight({ rest }: FeedState, { awaits }: Slot): void {
  if (awaits === null) return;
  rest.queue = rest.queue.filter(({ call }) => call.question !== 'preflight' || preflightOf(call).conn !== awaits);
}
