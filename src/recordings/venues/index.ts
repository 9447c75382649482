import { binanceSpot } from './binance-spot.ts';
import { binanceUsdm } from './binance-usdm.ts';
import type { RecordedVenue } from './types.ts';

export { binanceSpot } from './binance-spot.ts';
export type { RecordedVenue } from './types.ts';

/** Venues whose recordings by other programs are supported, one row each. */
export const RECORDED_VENUES: readonly RecordedVenue[] = [binanceSpot, binanceUsdm];

/** Unsupported venues whose messages look like those of a supported one; their recordings are refused by name. */
const UNREAD: readonly { readonly venue: string; readonly shows: (message: string) => boolean }[] = [
  // Sizes are in contracts; otherwise messages look like Binance USD-M, and only the symbols differ.
  { venue: 'binance-coinm', shows: (message) => /"s":"[A-Z0-9]+USD_(PERP|\d{6})"/.test(message) },
  { venue: 'hyperliquid', shows: (message) => message.startsWith('{"channel":"') && message.includes('"coin":') },
];

/** The name of the venue of captures with a prefix that none of the supported venues has. */
export const unreadCapture = (prefix: string): string => UNREAD_CAPTURES.get(prefix) ?? prefix;
const UNREAD_CAPTURES: ReadonlyMap<string, string> = new Map([['KRAKEN', 'Kraken API v1']]);

/** The venue that a message shows. `unread`: the name of an unsupported venue. */
export type VenueShown = { readonly unread: string } | { readonly form: RecordedVenue; readonly claim: 'surely' | 'likely' };

/** The venue that a message shows; null if it matches none. */
export function venueShownBy(message: string): VenueShown | null {
  const unread = UNREAD.find(({ shows }) => shows(message));
  if (unread !== undefined) return { unread: unread.venue };
  for (const claim of ['surely', 'likely'] as const) {
    const form = RECORDED_VENUES.find((row) => row.claims(message) === claim);
    if (form !== undefined) return { form, claim };
  }
  return null;
}
