import { VENUE_NAMES } from '../generated/venue-names.ts';
import { venueName } from './format.ts';

/** A market as a user names it; null where nothing is named. */
export interface Wanted {
  readonly symbol: string | null;
  readonly venue: string | null;
}

/** Only plain names are put into a command, because an address can contain anything and a user may paste the command. */
const PLAIN = /^[a-z0-9][a-z0-9/_-]{0,39}$/i;

/** How to follow a market, by a command that reaches the server of this page. */
function howToFollow({ symbol, venue }: Wanted): string {
  const named = Object.entries({ symbol: symbol ?? 'BTCUSDT', venue });
  const words = named.flatMap(([name, value]) => (value !== null && PLAIN.test(value) ? [` ${name}=${value}`] : []));
  const what = symbol === null ? 'one' : 'it';
  const command =
    words[0]?.startsWith(' symbol') === true
      ? `: node bin/tallyfoil.js call follow_market${words.join('')} --url ${location.origin}`
      : '';
  return `Call follow_market to follow ${what}${command}. The page then shows it by itself.`;
}

const on = (venue: string | null): string => (venue === null ? '' : ` on ${venueName(venue)}`);

/** A simulated market refuses symbols that it was not started with, so following them is no way. */
const STARTED_WITH = 'A simulated market has only the symbols it was started with';

/** How the named market can come to be shown; `source`: of the server's data, null if unknown. */
const howToShow = (wanted: Wanted, source: string | null): string =>
  source === 'simulated' && wanted.symbol !== null
    ? `${STARTED_WITH}: name it in --symbols of start, demo or simulate.`
    : howToFollow(wanted);

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const isVenue = (name: string): boolean => Object.keys(VENUE_NAMES).some((id) => plain(id) === plain(name));

/** No market at all is followed. */
export const noneFollowed = (wanted: Wanted, source: string | null): string =>
  `No market is followed. ${howToShow(wanted, source)}`;

const KNOWN_VENUES = Object.entries(VENUE_NAMES)
  .map(([id, name]) => `${name} (${id})`)
  .join(', ');

/** The named market was not among the followed ones. */
export function notFollowed({ symbol, venue }: Wanted, source: string | null): string {
  const what = `${symbol === null ? 'No market is followed' : `${symbol} is not followed`}${on(venue)}.`;
  if (venue !== null && !isVenue(venue)) return `${what} There is no venue of this name. Venues: ${KNOWN_VENUES}.`;
  if (symbol === null) return `${what} VENUES sets the venues; follow_market follows a market of them.`;
  return `${what} ${howToShow({ symbol, venue }, source)}`;
}

/** No followed market has the typed name. */
export const noneNamed = (source: string | null): string =>
  `No followed market has this name. ${source === 'simulated' ? `${STARTED_WITH}.` : 'Call follow_market to follow another.'}`;

/** The named market was shown and has been unfollowed since. */
export const noLongerFollowed = ({ symbol, venue }: Wanted): string =>
  `${symbol} is no longer followed${on(venue)}. ${howToFollow({ symbol, venue })}`;

/** Several followed markets have the named coin. */
export const severalOf = (coin: string): string => `${coin} is the coin of several followed markets.`;

const READS = 'The page reads symbol and venue, as in ?symbol=ETHUSDT&venue=kraken-spot.';
/** An address can contain anything: a long name is cut. */
const quoted = (names: readonly string[]): string => names.map((name) => `"${name.slice(0, 40)}"`).join(', ');

/** The address has parameters that the page does not read. */
export const unreadParameters = (names: readonly string[]): string =>
  `The address sets ${quoted(names)}, which the page does not read. ${READS}`;

/** The address sets a parameter to two values. */
export const repeatedParameters = (names: readonly string[]): string =>
  `The address sets ${quoted(names)} twice, to different values. ${READS}`;
