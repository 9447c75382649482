import { isPolled, type ConnectionPlan } from '../../core/index.ts';
import type { Context } from './context.ts';
import type { FeedState } from './state.ts';

export const wsHost = ({ feed }: Context): string =>
  feed.settings.wsHosts[feed.wsHost % Math.max(1, feed.settings.wsHosts.length)] ?? '';

/** The last plans of a feed and what they followed from: every tick asks for them. Derived, so in no checkpoint. */
const made = new WeakMap<FeedState, { readonly key: string; readonly plans: readonly ConnectionPlan[] }>();

/** Plans for all symbols the venue knows. */
export function plans(context: Context): readonly ConnectionPlan[] {
  const { feed } = context;
  let known = 0;
  for (const { unknown } of feed.symbols.values()) if (!unknown) known++;
  // A symbol that turned out unknown stays so, and the rest never changes.
  const key = `${known} ${wsHost(context)}`;
  const last = made.get(feed);
  if (last?.key === key) return last.plans;
  const plan = makePlans(context);
  made.set(feed, { key, plans: plan });
  return plan;
}

function makePlans(context: Context): readonly ConnectionPlan[] {
  const { feed, venue } = context;
  const known = [...feed.symbols.values()].filter(({ unknown }) => !unknown);
  const subscriptions = known.flatMap(({ symbol, streams }) =>
    venue.card.streams.flatMap(({ kind }) =>
      streams[kind] === undefined || isPolled(venue, kind) ? [] : [{ symbol, stream: kind }],
    ),
  );
  return subscriptions.length === 0 ? [] : venue.connect.plan(subscriptions, wsHost(context));
}
