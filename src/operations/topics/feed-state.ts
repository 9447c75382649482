import { z } from 'zod';
import getDataHealth from '../market/get-data-health.ts';
import { defineTopic } from './define-topic.ts';
import { watchOperation } from './watch-operation.ts';

export default defineTopic({
  name: 'feed_state',
  title: 'State of the feeds',
  summary: 'State of every venue and stream, with reasons, once a second and at once when a state changes.',
  parameters: z.strictObject({}),
  output: getDataHealth.output,
  errors: getDataHealth.errors,
  messages: (_none, context) =>
    watchOperation({ operation: 'get_data_health', input: { detail: 'full' }, everyMs: 1_000 }, context) as AsyncIterable<
      z.output<typeof getDataHealth.output>
    >,
});
