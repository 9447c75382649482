import { z } from 'zod';
import { symbolInput, venueInput } from '../fields.ts';
import getReport from '../market/get-report.ts';
import { defineTopic } from './define-topic.ts';
import { watchOperation } from './watch-operation.ts';

export default defineTopic({
  name: 'report',
  title: 'Market report',
  summary: 'The full report of one market, up to `rate` times a second, and at once when a state changes.',
  parameters: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    rate: z.number().int().min(1).max(10).describe('Most messages per second.').default(4),
  }),
  output: getReport.output,
  errors: getReport.errors,
  messages: ({ symbol, venue, rate }, context) =>
    watchOperation(
      { operation: 'get_report', input: { symbol, venue, detail: 'full' }, everyMs: 1_000 / rate },
      context,
    ) as AsyncIterable<z.output<typeof getReport.output>>,
});
