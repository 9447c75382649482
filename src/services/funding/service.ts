import { fundingAprPercent, fundingIntervalHours } from '../../analytics/derivatives/index.ts';
import {
  counted,
  toRfc3339,
  US_PER_MS,
  type Clock,
  type FundingHistoryInput,
  type FundingSettlement,
  type Source,
  type Venue,
  type VenueId,
} from '../../core/index.ts';
import { askedTime } from '../../runtime/venue-answers/asked-time.ts';
import { chooseVenue, type FollowedSymbol } from '../../runtime/venue-answers/choose-venue.ts';
import { exchangeEvidence, readExchange, type AskVenue } from '../../runtime/venue-answers/exchange.ts';
import type { FundingHistoryAnswer, FundingHistoryQuery, FundingService } from './answers.ts';

export interface FundingOptions {
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly followed: FollowedSymbol;
  readonly ask: AskVenue;
  readonly source: Source;
  readonly clock: Pick<Clock, 'now'>;
}

type Settlement = FundingHistoryAnswer['settlements'][number];

const WHAT = 'history of funding rates';
const NO_BEFORE = 'the settlement before is not in this answer, so its interval is unknown';
const NO_INTERVAL = 'the time since the settlement before is no whole number of hours from 1 to 24';

/** Without a start, requests one settlement more, because the interval of the oldest listed one counts from the previous one. */
const inputOf = ({ limit }: FundingHistoryQuery, symbol: string, from: number | null): FundingHistoryInput =>
  from === null ? { symbol, from, limit: limit + 1 } : { symbol, from, limit };

function rowsOf(settlements: readonly FundingSettlement[], { limit }: FundingHistoryQuery) {
  const skipped = Math.max(0, settlements.length - limit);
  const absent: { field: string; reason: string }[] = [];
  const rows = settlements.slice(skipped).map(({ at, rate, markPrice }, i): Settlement => {
    const before = settlements[skipped + i - 1];
    const hours = before === undefined ? null : fundingIntervalHours(before.at, at);
    if (hours === null)
      for (const field of ['interval_hours', 'apr_pct'])
        absent.push({ field: `settlements[${i}].${field}`, reason: before === undefined ? NO_BEFORE : NO_INTERVAL });
    return {
      time: toRfc3339(at),
      rate,
      mark_price: markPrice,
      interval_hours: hours,
      apr_pct: hours === null ? null : fundingAprPercent(rate, hours),
    };
  });
  const unmarked = rows.filter(({ mark_price: mark }) => mark === null).length;
  if (unmarked > 0)
    absent.push({
      field: 'settlements',
      reason: `the venue states no mark price for ${unmarked} of ${counted(rows.length, 'settlement')}`,
    });
  return { rows, absent };
}

/** Funding settlements of any symbol, requested from its venue when a caller asks for them. */
export const createFundingService = ({ venues, followed, ask, source, clock }: FundingOptions): FundingService => ({
  async fundingHistory(query) {
    const { venue, question, symbol } = chooseVenue(venues, { id: 'funding_history', what: WHAT, asked: query, followed });
    const { card } = venue;
    const input = inputOf(query, symbol, query.from === undefined ? null : askedTime(query.from));
    const exchange = await ask(venue, question.id, input);
    const settlements = readExchange(venue, question, input, exchange);
    const next = question.next(input, settlements);
    const { rows, absent } = rowsOf(settlements, query);
    const evidence = exchangeEvidence(exchange, question.version);
    return {
      as_of: toRfc3339(exchange.at),
      source,
      age_ms: Math.max(0, Math.round((clock.now() - exchange.at) / US_PER_MS)),
      symbol,
      venue: card.id,
      settlements: rows,
      next_from: next?.from == null ? null : toRfc3339(next.from),
      absent,
      caveats: rows.length === 0 ? [`${card.name} lists no settlement of ${symbol} in that time.`] : [],
      grounds: evidence && { evidence, decoders: { [card.id]: card.version } },
    };
  },
});
