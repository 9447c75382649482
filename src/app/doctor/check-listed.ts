import { callOf, type Clock, type HttpAnswer, type Transport } from '../../core/index.ts';
import type { Finding } from '../../faces/cli/index.ts';
import { within, type VenuePlace } from './check-venue.ts';
import { problem, warning } from './finding.ts';

interface Reach {
  readonly transport: Pick<Transport, 'request'>;
  readonly clock: Clock;
  readonly hostMs: number;
}

/** What a venue says of the symbols that are to be followed. */
export interface Listing {
  /** Symbols that it lists, and symbols that no host could be asked about. */
  readonly listed: readonly string[];
  readonly lacking: readonly string[];
}

/** A finding about symbols that a venue does not list; a problem if it lists none of them. */
export function judgeListing(venue: string, { listed, lacking }: Listing): Finding[] {
  if (lacking.length === 0) return [];
  return [
    (listed.length === 0 ? problem : warning)(
      'channels',
      `${venue} does not list ${lacking.join(', ')}, so nothing of ${lacking.length === 1 ? 'it' : 'them'} is followed there`,
      'If another venue has it, all is well. If not, correct SYMBOLS.',
    ),
  ];
}

/** Asks a venue for the definition of each symbol alone, because one unknown symbol fails a whole call. */
export async function askListing({ venue, rest }: VenuePlace, symbols: readonly string[], reach: Reach): Promise<Listing> {
  const lacks = await Promise.all(symbols.map((symbol) => isLacking(symbol)));
  return { listed: symbols.filter((_, i) => !lacks[i]), lacking: symbols.filter((_, i) => lacks[i]) };

  async function isLacking(symbol: string): Promise<boolean> {
    const question = venue.questions.instruments;
    const call = callOf(question, { symbols: [symbol] });
    if (call === null) return false;
    for (const host of rest) {
      const answer = await within<HttpAnswer>(reach.clock, reach.hostMs, (done) =>
        reach.transport.request({ url: host.replace(/\/+$/, '') + call.path, body: null }, done),
      );
      if (answer === null || !answer.ok) continue;
      const { kind } = venue.rest.classify(answer.status, answer.headers, answer.body);
      if (kind === 'unknown_symbol') return true;
      if (kind !== 'ok') continue;
      const found = question.decode({ symbols: [symbol] }, answer.body);
      // A definition that can't be read may be this symbol's.
      return (
        found.ok && (found.value.refused ?? []).length === 0 && found.value.instruments.every((one) => one.symbol !== symbol)
      );
    }
    return false;
  }
}
