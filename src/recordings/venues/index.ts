import { binanceSpot } from './binance-spot.ts';
import { binanceUsdm } from './binance-usdm.ts';
import type { RecordedVenue } from './types.ts';

export { binanceSpot } from './binance-spot.ts';
export type { RecordedVenue } from './types.ts';

/** Venues whose recordings by others are read, one row each. */
export const RECORDED_VENUES: readonly RecordedVenue[] = [binanceSpot, binanceUsdm];

/** Venues whose messages would be taken for a row's: their recordings are refused by name. */
const UNREAD: readonly { readonly venue: string; readonly shows: (message: string) => boolean }[] = [
  // Sizes are contracts, and all else is spelt as on Binance USD-M: only its symbols differ.
  { venue: 'binance-coinm', shows: (message) => /"s":"[A-Z0-9]+USD_(PERP|\d{6})"/.test(message) },
  { venue: 'hyperliquid', shows: (message) => message.startsWith('{"channel":"') && message.includes('"coin":') },
];

/** What a message shows of its venue; `unread`: the name of one that is not read. */
export type VenueShown = { readonly unread: string } | { readonly form: RecordedVenue; readonly claim: 'surely' | 'likely' };

/** The venue that a message shows itself to be of; null where it fits none. */
export function venueShownBy(message: string): VenueShown | null {
  const unread = UNREAD.find(({ shows }) => shows(message));
  if (unread !== undefined) return { unread: unread.venue };
  for (const claim of ['surely', 'likely'] as const) {
    const form = RECORDED_VENUES.find((row) => row.claims(message) === claim);
    if (form !== undefined) return { form, claim };
  }
  return null;
}
