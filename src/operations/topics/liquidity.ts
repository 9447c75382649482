import { z } from 'zod';
import { symbolInput, venueInput } from '../fields.ts';
import getLiquidity from '../market/get-liquidity.ts';
import { defineTopic } from './define-topic.ts';
import { watchOperation } from './watch-operation.ts';

export default defineTopic({
  name: 'liquidity',
  title: 'Liquidity',
  summary: 'Depth by distance, walls, thin stretches and volume profile of one market, once a second at most.',
  parameters: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output: getLiquidity.output,
  errors: getLiquidity.errors,
  messages: (market, context) =>
    watchOperation(
      { operation: 'get_liquidity', input: { ...market, detail: 'full' }, everyMs: 1_000 },
      context,
    ) as AsyncIterable<z.output<typeof getLiquidity.output>>,
});
