import { z } from 'zod';
import { invalidInput } from '../../core/index.ts';
import { defineCatalogueOperation } from '../define-operation.ts';
import { notARead } from '../errors.ts';

export default defineCatalogueOperation({
  name: 'call_read_tool',
  title: 'Call a read tool',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'Runs any read-only tool of the catalogue, listed here or not, with the same checks as a direct call.',
  whenToUse: 'For a tool that find_tools found but that is not listed.',
  keywords: ['dispatch', 'execute', 'run', 'invoke'],
  input: z.strictObject({
    name: z.string().min(1).max(64).describe('Name of the tool.'),
    arguments: z.record(z.string().max(64), z.unknown()).describe('Its arguments, by its own schema.').default({}),
  }),
  output: z.strictObject({
    tool: z.string().describe('The tool that ran.'),
    answer: z.record(z.string(), z.unknown()).describe('Its answer, by its own schema.'),
  }),
  errors: [notARead, invalidInput],
  examples: [
    { ask: 'Run the Kraken candles tool', input: { name: 'kraken_spot_klines_tool', arguments: { interval: '1h' } } },
    { ask: 'List the markets through the dispatcher', input: { name: 'list_markets' } },
  ],
  handler: async ({ name, arguments: input }, { registry, call }) => {
    const entry = registry.byName.get(name);
    if (entry && entry.effects !== 'read') throw notARead({ operation: entry.name });
    if (entry?.operation.name === 'call_read_tool') {
      throw invalidInput({ operation: 'call_read_tool', problems: ['name: a dispatcher does not call itself'] });
    }
    return { tool: name, answer: (await call(name, input)) as Record<string, unknown> };
  },
});
