import { canonicalJson, type Evidence } from '../../core/index.ts';
import type { Prover } from '../../services/claims/index.ts';
import { createCandleService } from '../../services/candles/index.ts';
import { createFundingService } from '../../services/funding/index.ts';
import type { FundingService } from '../../services/funding/answers.ts';
import { followedSymbol, type LogEvidence } from '../../services/market/index.ts';
import { EXCHANGE_LETTER, otherExchange, parseExchangeEvidence, type AskVenue } from '../../runtime/venue-answers/index.ts';
import { callerQuestion } from '../../runtime/feed/index.ts';
import type { Past, ServiceRow } from './row.ts';

type Logged = Exclude<Awaited<ReturnType<LogEvidence['exchange']>>, string>;

/** Answers only the question whose answer is in this record of the log. */
const askedThen =
  ({ call, at, body }: Logged): AskVenue =>
  async (venue, question, input) => {
    const isSame = call.question === question && canonicalJson(call.input) === canonicalJson(input);
    if (!isSame) throw otherExchange({ venue: venue.card.id });
    return { question, input, at, body, place: null };
  };

/** The record that proves an answer, or the reason why there is none. */
async function loggedOf(log: LogEvidence, one: Evidence): Promise<Logged | string> {
  const cited = parseExchangeEvidence(one);
  if (cited === null) return 'made by another build: its place in the log can not be read';
  const found = await log.exchange(cited.point);
  if (typeof found === 'string') return found;
  const venue = log.venues.get(found.venue);
  const version = venue === undefined ? undefined : callerQuestion(venue, found.call.question)?.version;
  if (version === cited.version) return found;
  return `made by another build: question ${found.call.question} version ${cited.version} -> ${version ?? 'none'}`;
}

/** Reads the one record that a receipt cites, and replays nothing. */
const exchangeProver = (log: LogEvidence): Prover<Past> => ({
  async visit(evidence, look) {
    const missed = new Map<Evidence, string>();
    for (const one of evidence) {
      const found = await loggedOf(log, one);
      if (typeof found === 'string') missed.set(one, found);
      else {
        const { venues, source } = log;
        // A receipt has the venue's own symbol.
        const then = { venues, followed: () => null, ask: askedThen(found), source, clock: { now: () => found.at } };
        await look(one, { funding: createFundingService(then), candles: createCandleService(then) });
      }
    }
    return missed;
  },
});

/** The funding service, which queries the venues that this server follows. */
export const FUNDING: ServiceRow<FundingService> = {
  open: ({ engine, venues, ask, source, clock }) => ({
    service: createFundingService({
      venues,
      followed: (venue, asked) => followedSymbol(engine, venue, asked),
      ask,
      source,
      clock,
    }),
  }),
  provers: (log) => ({ [EXCHANGE_LETTER]: exchangeProver(log) }),
};
