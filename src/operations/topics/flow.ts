import { z } from 'zod';
import { symbolInput, venueInput } from '../fields.ts';
import getFlow from '../market/get-flow.ts';
import { defineTopic } from './define-topic.ts';
import { watchOperation } from './watch-operation.ts';

/** The longest window is the time for which trades are kept. */
const WINDOWS_SEC = [10, 30, 60, 300, 900, 1_800];

export default defineTopic({
  name: 'flow',
  title: 'Order flow',
  summary: 'Buying against selling in one market over 10 and 30 s, 1, 5, 15 and 30 min, twice a second at most.',
  parameters: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output: getFlow.output,
  errors: getFlow.errors,
  messages: (market, context) =>
    watchOperation(
      { operation: 'get_flow', input: { ...market, windows: WINDOWS_SEC, detail: 'full' }, everyMs: 500 },
      context,
    ) as AsyncIterable<z.output<typeof getFlow.output>>,
});
