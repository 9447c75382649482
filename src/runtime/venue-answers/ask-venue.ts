import { requestKey, US_PER_MS, type Clock, type Micros, type Venue, type VenueId } from '../../core/index.ts';
import { callerCall, callerQuestion, type Asked, type Driver } from '../feed/index.ts';
import { venueNoAnswer, venueSymbolUnknown, venueUnsupported } from './errors.ts';
import type { AskVenue, Exchange } from './exchange.ts';

export interface AskVenueOptions {
  /** The driver of a venue's feed; undefined if the venue is not followed. */
  readonly driverOf: (venue: VenueId) => Pick<Driver, 'ask'> | undefined;
  readonly clock: Clock;
  /** Maximum time that a caller waits, milliseconds. */
  readonly budgetMs: number;
}

/** Maximum cached answers. */
const KEPT_MOST = 200;

interface Kept {
  readonly exchange: Promise<Exchange>;
  /** When the cached answer expires; null while the question is pending. */
  until: Micros | null;
}

/**
 * Asks venues for callers. Callers with the same question share one exchange while it is pending, and then while its
 * answer is fresh.
 */
export function createAskVenue({ driverOf, clock, budgetMs }: AskVenueOptions): AskVenue {
  const kept = new Map<string, Kept>();

  const within = <T>(work: Promise<T>, venue: VenueId): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(budgetMs, () => reject(venueNoAnswer({ venue, reason: `none in ${budgetMs} ms` })));
      work.then(resolve, reject).finally(cancel);
    });

  const begin = async (venue: Venue, id: string, input: object): Promise<Exchange> => {
    const driver = driverOf(venue.card.id);
    if (driver === undefined) throw venueNoAnswer({ venue: venue.card.id, reason: 'its feed does not run' });
    return exchangeOf(venue.card.id, id, input, await within(driver.ask(id, input), venue.card.id));
  };

  return (venue, id, input) => {
    const question = callerQuestion(venue, id);
    const call = callerCall(venue, id, input);
    if (question === null || call === null)
      return Promise.reject(
        venueUnsupported({ what: 'answer to this', venue: venue.card.id, reason: 'it can not be asked this.', others: [] }),
      );
    const now = clock.now();
    for (const [key, { until }] of kept) if (until !== null && until < now) kept.delete(key);
    const key = `${venue.card.id} ${requestKey(call)}`;
    const known = kept.get(key);
    if (known !== undefined) return known.exchange;
    const entry: Kept = { exchange: begin(venue, id, input), until: null };
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_MOST && oldest !== undefined) kept.delete(oldest);
    kept.set(key, entry);
    const forget = () => void (kept.get(key) === entry && kept.delete(key));
    entry.exchange.then(({ at }) => (entry.until = at + question.freshMs * US_PER_MS), forget);
    return entry.exchange;
  };
}

function exchangeOf(venue: VenueId, question: string, input: object, asked: Asked): Exchange {
  if (asked.outcome === 'answered') return { question, input, at: asked.answer.at, body: asked.answer.body, place: asked.place };
  if (asked.outcome === 'failed') throw venueNoAnswer({ venue, reason: asked.detail });
  const symbol = 'symbol' in input && typeof input.symbol === 'string' ? input.symbol : '';
  throw venueSymbolUnknown({ symbol, venue });
}
