import { z } from 'zod';
import getAnomalies from '../anomalies/get-anomalies.ts';
import { symbolInput, venueInput } from '../fields.ts';
import { defineTopic } from './define-topic.ts';
import { watchOperation } from './watch-operation.ts';

export default defineTopic({
  name: 'anomalies',
  title: 'Anomalies',
  summary: 'Suspected spoofing, icebergs and flash-crash risk of one market, active and past, once a second at most.',
  parameters: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output: getAnomalies.output,
  errors: getAnomalies.errors,
  messages: (market, context) =>
    watchOperation(
      { operation: 'get_anomalies', input: { ...market, detail: 'full' }, everyMs: 1_000 },
      context,
    ) as AsyncIterable<z.output<typeof getAnomalies.output>>,
});
