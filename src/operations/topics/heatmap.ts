import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { HeatAnswer } from '../../services/market/answers.ts';
import { answerBase, count, instrumentFields, symbolInput, venueInput } from '../fields.ts';
import { defineTopic } from './define-topic.ts';
import type { TopicContext } from './types.ts';

const EVERY_MS = 500;

const output = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  epoch: count.describe('Count of the price axes so far; with a new one, throw earlier columns away.'),
  price_step: z.number().nullable().describe('Height of a row, price in quote currency; null before the first whole book.'),
  rows: count.describe('Number of rows in a column.'),
  column_ms: z.number().describe('Width of a column, milliseconds.'),
  capacity: count.describe('Number of columns kept at most.'),
  from: count.describe('Number of the first column here, counted in its epoch.'),
  next: count.describe('Number of the next column to come.'),
  columns: z.string().describe('The columns as base64; docs/page.md has their layout.'),
}) satisfies z.ZodType<HeatAnswer>;

async function* columns(
  market: { readonly symbol: string; readonly venue?: string | undefined },
  { services, pause }: TopicContext,
): AsyncIterable<HeatAnswer> {
  let place: { readonly epoch?: number; readonly after?: number } = {};
  for (let first = true; ; first = false) {
    const answer = await (await services()).market.getHeat({ ...market, ...place });
    if (first || answer.epoch !== place.epoch || answer.next > answer.from) yield answer;
    place = { epoch: answer.epoch, after: answer.next };
    await pause(EVERY_MS);
  }
}

export default defineTopic({
  name: 'heatmap',
  title: 'Book by the second',
  summary:
    'All the seconds of one book that are held, up to half an hour, then each as it ends; gaps are columns marked as such.',
  parameters: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output,
  errors: [symbolNotIndexed, backendUnavailable],
  messages: columns,
});
