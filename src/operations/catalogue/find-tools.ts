import { z } from 'zod';
import { defineCatalogueOperation } from '../define-operation.ts';
import { whole } from '../fields.ts';
import { notOffered, type NotOffered } from './not-offered.ts';
import { searchEntries, type Found } from './search.ts';

const MAX_HITS = 5;

const NOTHING_FITS =
  'No tool matches these words. Try a trading term such as spread, candles or order book, or see all names with list_operations.';

/** Below this, too little of the question is covered to rely on the best match. */
const WEAK = 0.35;

/** Most hits with a summary beside a topic. */
const MOST_SUMMARIES = 2;

const WEAK_MATCH =
  'These tools cover little of the question, so perhaps none answers it. Ask in other trading terms, or see all names with list_operations.';

const hit = z.strictObject({
  name: z.string().describe('Name to call.'),
  score: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the query that it covers, 0 to 1; rare words weigh more, words in passing less.'),
  title: z.string().describe('Title.'),
  effects: z.enum(['read', 'write', 'trade']).describe('What it changes.'),
  summary: z.string().nullable().describe('What it answers; null with detail names, or for over two hits beside not_offered.'),
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

function toHit({ entry, score }: Found, show: keyof typeof SHOWN) {
  const { summary, schema } = SHOWN[show];
  return {
    name: entry.name,
    score: Math.round(score * 100) / 100,
    title: entry.title,
    effects: entry.effects,
    summary: summary ? entry.operation.summary : null,
    input_schema: schema ? { ...entry.inputSchema } : null,
  };
}

/** The topic is only a guess, so every hit that covers enough stays. Summaries of more than two would make the answer long. */
function besideTopic(found: readonly Found[], detail: keyof typeof SHOWN) {
  const fitting = found.filter(({ score }) => score >= WEAK);
  const show = detail === 'brief' && fitting.length > MOST_SUMMARIES ? 'names' : detail;
  return fitting.map((one) => toHit(one, show));
}

const declined = z.strictObject({
  topic: z.string().describe('The topic.'),
  why: z.string().describe('Why no tool covers it.'),
  nearest: z.string().describe('The nearest thing that is offered.'),
  tools: z.array(z.string()).describe('Tools that it names.'),
});

const toDeclined = ({ topic, why, nearest, tools }: NotOffered) => ({ topic, why, nearest, tools: [...tools] });

export default defineCatalogueOperation({
  name: 'find_tools',
  title: 'Find tools',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'Searches all tools, by plain words or trading terms; notes what perhaps none covers.',
  whenToUse: 'When no listed tool suits.',
  keywords: ['search', 'discover', 'lookup', 'capability', 'which tool', 'help'],
  input: z.strictObject({
    query: z.string().min(1).max(300).describe('What you want to know or do.'),
    limit: whole(1, MAX_HITS).describe('Number of hits.').default(MAX_HITS),
    detail: z.enum(['names', 'brief', 'schema']).describe('Detail of each result; schema adds its arguments.').default('brief'),
  }),
  output: z.strictObject({
    not_offered: declined.nullable().describe('If this topic is what you mean, no tool covers it; else use hits.'),
    hits: z.array(hit).describe('Best first; beside not_offered only good matches; may be empty.'),
    advice: z.string().nullable().describe('What to try if none matches or the best match is weak; else null.'),
  }),
  errors: [],
  examples: [
    { ask: 'Which tool shows slippage?', input: { query: 'slippage of a large order' } },
    { ask: 'Arguments of the tool for candles', input: { query: 'ohlc bars', detail: 'schema', limit: 1 } },
  ],
  handler: ({ query, limit, detail }, { registry }) => {
    const found = searchEntries(registry, query, limit);
    const topic = found.some(({ isNamed }) => isNamed) ? null : notOffered(query);
    if (topic !== null) return { not_offered: toDeclined(topic), hits: besideTopic(found, detail), advice: null };
    const hits = found.map((one) => toHit(one, detail));
    const [best] = hits;
    return { not_offered: null, hits, advice: best === undefined ? NOTHING_FITS : best.score < WEAK ? WEAK_MATCH : null };
  },
});
