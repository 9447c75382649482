import { z } from 'zod';
import { defineCatalogueOperation } from '../define-operation.ts';
import { whole } from '../fields.ts';
import type { Entry } from '../types.ts';
import { searchEntries } from './search.ts';

const MAX_HITS = 5;

const NOTHING_FITS =
  'No tool matches these words. Try a trading term such as spread, candles or order book, or see all names with list_operations.';

const hit = z.strictObject({
  name: z.string().describe('Name to call.'),
  title: z.string().describe('Title.'),
  effects: z.enum(['read', 'write', 'trade']).describe('What it changes.'),
  summary: z.string().nullable().describe('What it answers; null with detail names.'),
  input_schema: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('JSON Schema of its arguments; null unless detail is schema.'),
});

const SHOWN = {
  names: { summary: false, schema: false },
  brief: { summary: true, schema: false },
  schema: { summary: true, schema: true },
} as const;

function toHit(entry: Entry, show: keyof typeof SHOWN) {
  const { summary, schema } = SHOWN[show];
  return {
    name: entry.name,
    title: entry.title,
    effects: entry.effects,
    summary: summary ? entry.operation.summary : null,
    input_schema: schema ? { ...entry.inputSchema } : null,
  };
}

export default defineCatalogueOperation({
  name: 'find_tools',
  title: 'Find tools',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'Searches the whole catalogue for a tool, by a question in plain words or trading terms.',
  whenToUse: 'When no listed tool suits.',
  keywords: ['search', 'discover', 'lookup', 'capability', 'which tool', 'help'],
  input: z.strictObject({
    query: z.string().min(1).max(300).describe('What you want to know or do.'),
    limit: whole(1, MAX_HITS).describe('Number of hits.').default(MAX_HITS),
    detail: z.enum(['names', 'brief', 'schema']).describe('Detail of each result; schema adds its arguments.').default('brief'),
  }),
  output: z.strictObject({
    hits: z.array(hit).describe('Best first; empty if none matches.'),
    advice: z.string().nullable().describe('What to try if none matches; else null.'),
  }),
  errors: [],
  examples: [
    { ask: 'Which tool shows slippage?', input: { query: 'slippage of a large order' } },
    { ask: 'Arguments of the tool for candles', input: { query: 'ohlc bars', detail: 'schema', limit: 1 } },
  ],
  handler: ({ query, limit, detail }, { registry }) => {
    const hits = searchEntries(registry, query, limit).map((entry) => toHit(entry, detail));
    return { hits, advice: hits.length === 0 ? NOTHING_FITS : null };
  },
});
