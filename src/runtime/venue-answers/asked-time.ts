import { fromRfc3339, US_PER_MS, type Micros } from '../../core/index.ts';

/**
 * A time of a query, already checked, for a venue: rounded up to whole milliseconds, the unit of venues, so that calls that a venue can't
 * distinguish share one input and one exchange.
 */
export const askedTime = (text: string): Micros => Math.max(0, Math.ceil((fromRfc3339(text) ?? 0) / US_PER_MS) * US_PER_MS);
