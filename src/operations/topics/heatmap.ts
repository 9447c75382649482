import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { HeatAnswer } from '../../services/market/answers.ts';
import { heatAnswer } from '../../services/market/answers/heat.ts';
import { symbolInput, venueInput } from '../fields.ts';
import { defineTopic } from './define-topic.ts';
import type { TopicContext } from './types.ts';

const EVERY_MS = 500;

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
  summary: 'The stored seconds of one book, up to half an hour, then each second as it ends; gaps are marked columns.',
  parameters: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output: heatAnswer,
  errors: [symbolNotIndexed, backendUnavailable],
  role: 'analyze',
  messages: columns,
});
