import { isPolled, type ConnectionPlan, type Subscription, type Venue } from '../../core/index.ts';
import type { Context } from './context.ts';
import type { FeedState, Slot, SymbolState } from './state.ts';

type Planned = Pick<FeedState, 'settings' | 'wsHost'>;

export const wsHost = ({ settings, wsHost: host }: Planned): string =>
  settings.wsHosts[host % Math.max(1, settings.wsHosts.length)] ?? '';

/** What is to be subscribed to for these symbols. */
export const subscriptionsOf = (venue: Venue, symbols: Iterable<SymbolState>): readonly Subscription[] =>
  [...symbols].flatMap(({ symbol, streams, unknown }) =>
    venue.card.streams.flatMap(({ kind }) =>
      unknown || streams[kind] === undefined || isPolled(venue, kind) ? [] : [{ symbol, stream: kind }],
    ),
  );

/** The last plans of subscriptions and their host: every tick asks for them. Derived, so in no checkpoint. */
const made = new WeakMap<readonly Subscription[], { readonly host: string; readonly plans: readonly ConnectionPlan[] }>();

/** The connections over which subscriptions go. Those of one plan make that plan again. */
export function plansOf(venue: Venue, feed: Planned, subscriptions: readonly Subscription[]): readonly ConnectionPlan[] {
  if (subscriptions.length === 0) return [];
  const host = wsHost(feed);
  const last = made.get(subscriptions);
  if (last?.host === host) return last.plans;
  const plans = venue.connect.plan(subscriptions, host);
  made.set(subscriptions, { host, plans });
  return plans;
}

/** How a slot's next connection is made, and what its present one may send; undefined where it carries nothing. */
export const planOf = ({ venue, feed }: Context, slot: Slot | undefined): ConnectionPlan | undefined =>
  slot && plansOf(venue, feed, slot.subscriptions)[0];
