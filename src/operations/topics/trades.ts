import { z } from 'zod';
import { symbolInput, venueInput, whole } from '../fields.ts';
import getTrades from '../market/get-trades.ts';
import { defineTopic } from './define-topic.ts';
import type { TopicContext } from './types.ts';

/** Most trades of one query. */
const MOST = 500;
const EVERY_MS = 250;
const PART =
  'No receipt: this message is a part of an answer. Ask get_trades, before_id one above the id of a trade, for its receipt.';

const output = getTrades.output.extend({
  trades: getTrades.output.shape.trades.describe('Trades not sent before, newest first.'),
  cut: z.boolean().describe('True if there were more than fit in one message; the older ones are left out.'),
});

type Message = z.output<typeof output>;
type Whole = z.output<typeof getTrades.output>;

/** A receipt proves only a complete answer. */
function withoutReceipt({ cite: _, ...answer }: Whole): Whole {
  return answer.receipt === null ? answer : { ...answer, receipt: null, caveats: [...answer.caveats, PART] };
}

async function* newTrades(
  { symbol, venue, backlog }: { readonly symbol: string; readonly venue?: string | undefined; readonly backlog: number },
  { ask, untilNext, pause }: TopicContext,
): AsyncIterable<Message> {
  let seen: number | null = null;
  for (;;) {
    const limit = seen === null ? backlog : MOST;
    const answer = (await ask('get_trades', { symbol, venue, limit }, EVERY_MS)) as Whole;
    const last = seen;
    const fresh = last === null ? answer.trades : answer.trades.filter(({ id }) => id > last);
    if (seen === null || fresh.length > 0) {
      const cut = seen !== null && fresh.length === MOST;
      seen = Math.max(seen ?? 0, ...fresh.map(({ id }) => id));
      yield { ...(last === null ? answer : withoutReceipt(answer)), trades: fresh, cut };
    }
    await pause(untilNext(EVERY_MS));
  }
}

export default defineTopic({
  name: 'trades',
  title: 'Trades',
  summary: 'The newest trades of one market, then each batch as it comes, four a second at most.',
  parameters: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    backlog: whole(1, MOST).describe('Number of trades in the first message.').default(50),
  }),
  output,
  errors: getTrades.errors,
  messages: newTrades,
});
