import { z } from 'zod';
import { symbolKey } from '../../core/index.ts';
import type { AlertsAnswer } from '../../services/alerts/answers.ts';
import { alertBase } from '../../services/alerts/answers/fields.ts';
import { listedFiring } from '../../services/alerts/answers/firing.ts';
import listAlerts from '../alerts/list-alerts.ts';
import { symbolInput, venueInput, whole } from '../fields.ts';
import { defineTopic } from './define-topic.ts';
import type { TopicContext } from './types.ts';

/** Most firings of one query. */
const MOST = 200;
const EVERY_MS = 500;

const output = z.strictObject({
  ...alertBase,
  fired: z.array(listedFiring).describe('Firings not sent before, newest first.'),
  cut: z.boolean().describe('True if there were more than fit in one message; the older ones are left out.'),
});

type Message = z.output<typeof output>;

interface Wanted {
  readonly symbol?: string | undefined;
  readonly venue?: string | undefined;
  readonly backlog: number;
}

const isWanted = (wanted: Wanted, { symbol, venue }: AlertsAnswer['fired'][number]): boolean =>
  (wanted.symbol === undefined || (symbol !== null && symbolKey(symbol) === symbolKey(wanted.symbol))) &&
  (wanted.venue === undefined || venue === wanted.venue);

async function* newFirings(wanted: Wanted, { ask, untilNext, pause }: TopicContext): AsyncIterable<Message> {
  const { backlog } = wanted;
  let seen: number | null = null;
  for (;;) {
    // Without a backlog, the newest firing still gives the position to continue from.
    const after: { after_seq?: number } = seen === null ? {} : { after_seq: seen };
    const answer = await ask('list_alerts', { limit: 0, fired: seen === null ? Math.max(1, backlog) : MOST, ...after }, EVERY_MS);
    const { as_of: asOf, source, caveats, fired } = answer as AlertsAnswer;
    const first = seen === null;
    const unsent = first && backlog === 0 ? [] : fired.filter((one) => isWanted(wanted, one));
    seen = Math.max(seen ?? 0, ...fired.map(({ seq }) => seq));
    if (first || unsent.length > 0) yield { as_of: asOf, source, caveats, fired: unsent, cut: !first && fired.length === MOST };
    await pause(untilNext(EVERY_MS));
  }
}

export default defineTopic({
  name: 'alerts',
  title: 'Alerts',
  summary: 'Alert firings as they happen: each once, at most two messages a second.',
  parameters: z.strictObject({
    symbol: symbolInput.describe('Only firings about this instrument. Absent: all.').optional(),
    venue: venueInput.describe('Only firings about this venue. Absent: all.'),
    backlog: whole(0, MOST).describe('Number of earlier firings in the first message.').default(0),
  }),
  output,
  errors: listAlerts.errors,
  messages: newFirings,
});
