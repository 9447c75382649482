import { isPolled, type ConnectionPlan, type Subscription, type Venue } from '../../core/index.ts';
import type { Context } from './context.ts';
import type { FeedState, Slot, SymbolState } from './state.ts';

type Planned = Pick<FeedState, 'settings' | 'wsHost'>;

export const wsHost = ({ settings, wsHost: host }: Planned): string =>
  settings.wsHosts[host % Math.max(1, settings.wsHosts.length)] ?? '';

/** The subscriptions that these symbols need. */
export const subscriptionsOf = (venue: Venue, symbols: Iterable<SymbolState>): readonly Subscription[] =>
  [...symbols].flatMap(({ symbol, streams, unknown }) =>
    venue.card.streams.flatMap(({ kind }) =>
      unknown || streams[kind] === undefined || isPolled(venue, kind) ? [] : [{ symbol, stream: kind }],
    ),
  );

/** The last plans by list of subscriptions, cached because every tick reads them. Derived, so not part of a checkpoint. */
const made = new WeakMap<readonly Subscription[], { readonly host: string; readonly plans: readonly ConnectionPlan[] }>();

/** The connections that carry these subscriptions. The subscriptions of one plan, planned again, give the same plan. */
export function plansOf(venue: Venue, feed: Planned, subscriptions: readonly Subscription[]): readonly ConnectionPlan[] {
  if (subscriptions.length === 0) return [];
  const host = wsHost(feed);
  const last = made.get(subscriptions);
  if (last?.host === host) return last.plans;
  const plans = venue.connect.plan(subscriptions, host);
  made.set(subscriptions, { host, plans });
  return plans;
}

/** The plan of a slot's connections: URL, first frames and send limits; undefined if the slot carries nothing. */
export const planOf = ({ venue, feed }: Context, slot: Slot | undefined): ConnectionPlan | undefined =>
  slot && plansOf(venue, feed, slot.subscriptions)[0];
