import { z } from 'zod';
import { defineCatalogueOperation } from '../define-operation.ts';
import { unknownSurface } from '../errors.ts';
import { surfaceEntries } from '../surfaces.ts';

const listed = z.strictObject({
  name: z.string().describe('Name to call.'),
  title: z.string().describe('Title.'),
  toolset: z.string().describe('Group.'),
  effects: z.enum(['read', 'write', 'trade']).describe('What it changes.'),
  alias_of: z.string().nullable().describe('The operation behind an alias; null for an operation.'),
});

export default defineCatalogueOperation({
  name: 'list_operations',
  title: 'List operations',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'Every name on a surface, aliases included.',
  whenToUse: 'For an overview of all tools.',
  whenNot: 'To find one tool use find_tools.',
  keywords: ['tools', 'catalogue', 'commands', 'capabilities', 'everything', 'all', 'overview', 'functions', 'aliases'],
  input: z.strictObject({
    surface: z
      .string()
      .max(200)
      .describe('default, full, readonly, brief, or toolsets (market, catalogue) joined by commas.')
      .default('full'),
    limit: z.number().int().min(1).max(1_000).describe('Number of names.').default(20),
    offset: z.number().int().min(0).describe('Number of names to skip.').default(0),
  }),
  output: z.strictObject({
    surface: z.string().describe('The surface listed.'),
    count: z.number().int().min(0).describe('Number of names on the surface.'),
    operations: z.array(listed).describe('The names, operations first.'),
  }),
  errors: [unknownSurface],
  examples: [
    { ask: 'What can you do?', input: {} },
    { ask: 'Which tools are about one market?', input: { surface: 'market' } },
  ],
  handler: ({ surface, limit, offset }, { registry }) => {
    const all = surfaceEntries(registry, surface);
    const operations = all.slice(offset, offset + limit).map(({ name, title, toolset, effects, alias }) => ({
      name,
      title,
      toolset,
      effects,
      alias_of: alias?.operation ?? null,
    }));
    return { surface, count: all.length, operations };
  },
});
