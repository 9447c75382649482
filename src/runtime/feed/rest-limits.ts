import { US_PER_MINUTE, US_PER_MS, type RestLimit, type UsedWeight, type RestCall, type VenueCard } from '../../core/index.ts';
import type { Context } from './context.ts';
import type { RestState } from './state.ts';

const limitsOf = ({ restLimits }: VenueCard, bucket: string): readonly RestLimit[] => restLimits[bucket] ?? [];

/** Older checkpoints name no bucket; their use counts against every bucket. */
const isOf = (bucket: string, spent: RestState['spent'][number]): boolean => spent.bucket === bucket || spent.bucket === '';

function used({ feed }: Context, bucket: string, { counts, everyMs }: RestLimit): number {
  let sum = 0;
  for (const spent of feed.rest.spent)
    if (isOf(bucket, spent) && spent.at > feed.now - everyMs * US_PER_MS)
      sum += counts === 'weight' ? spent.weight : spent.requests;
  return sum;
}

/** Whether a call fits every limit of its bucket. A call heavier than a limit is sent when nothing else counts against it. */
export const hasRoom = (context: Context, { bucket, weight }: RestCall): boolean =>
  limitsOf(context.venue.card, bucket).every((limit) => {
    const held = used(context, bucket, limit);
    return held === 0 || held + (limit.counts === 'weight' ? weight : 1) <= limit.most * limit.share;
  });

/** Drops use older than the longest limit period. */
export function forgetSpent({ feed, venue }: Context): void {
  const stretches = Object.values(venue.card.restLimits).flatMap((limits) => limits.map(({ everyMs }) => everyMs * US_PER_MS));
  const oldest = feed.now - Math.max(US_PER_MINUTE, ...stretches);
  if (feed.rest.spent.some(({ at }) => at <= oldest)) feed.rest.spent = feed.rest.spent.filter(({ at }) => at > oldest);
}

/** Other programs behind our address use the same limit, so the venue's count replaces ours if it is higher. */
export function takeUsedWeight(context: Context, said: UsedWeight | null): void {
  const { feed, venue } = context;
  const limit = said === null ? undefined : limitsOf(venue.card, said.bucket).find(({ counts }) => counts === 'weight');
  if (said === null || limit === undefined) return;
  const more = said.weight - used(context, said.bucket, limit);
  if (more > 0) feed.rest.spent.push({ at: feed.now, weight: more, bucket: said.bucket, requests: 0 });
}

/** Request weight used in the last minute, over all buckets. */
export const weightInMinute = ({ spent }: RestState, now: number): number =>
  spent.reduce((sum, { at, weight }) => (at > now - US_PER_MINUTE ? sum + weight : sum), 0);
