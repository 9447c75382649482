import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineCatalogueOperation } from '../define-operation.ts';
import { fieldsByFormula } from '../numbers.ts';
import type { Formula } from '../types.ts';

const formula = z.strictObject({
  id: z.string().describe('Name of the formula.'),
  version: z.number().int().min(1).describe('Version, a count from 1: it rises when the same data give another result.'),
  title: z.string().describe('Title.'),
  formula: z.string().describe('The formula.'),
  unit: z.string().describe('Unit. If the fields differ, see units.'),
  units: z.record(z.string(), z.string()).describe('Unit by the last name of a path, if the fields differ; else empty.'),
  streams: z.array(z.string()).describe('Streams that it is computed from.'),
  source: z.string().describe('Paper or venue; "as received" where nothing is computed.'),
  fields: z.array(z.string()).describe('Fields of answers computed by it: operation.path, [] for the items of a list.'),
});

export default defineCatalogueOperation({
  name: 'list_formulas',
  title: 'List formulas',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'How each number of the answers is computed: formula, unit, source and version.',
  whenToUse: 'For the exact meaning of a field.',
  keywords: ['formula', 'definition', 'meaning', 'method', 'calculated', 'computed', 'unit', 'how', 'explain'],
  input: z.strictObject({
    field: z
      .string()
      .max(120)
      .describe('A field (mid_price), the start of its path (get_report.mid_price), an operation or a formula id.')
      .default(''),
    limit: z.number().int().min(1).max(500).describe('Number of formulas.').default(10),
    offset: z.number().int().min(0).describe('Number of formulas to skip.').default(0),
  }),
  output: z.strictObject({
    version: z.string().describe('Four hex digits that stand for the versions of all formulas.'),
    total: z.number().int().min(0).describe('Number of matching formulas.'),
    formulas: z.array(formula).describe('The formulas.'),
  }),
  errors: [],
  examples: [
    { ask: 'How is the micro price worked out?', input: { field: 'get_report.micro_price' } },
    { ask: 'What formulas are there?', input: {} },
  ],
  handler: ({ field, limit, offset }, { registry }) => {
    const made = fieldsByFormula(registry.entries.filter(({ alias }) => alias === null).map(({ operation }) => operation));
    const found = registry.formulas.filter(
      ({ id }) => id === field || made.get(id)?.some((path) => path.startsWith(field) || isInside(path, field)) === true,
    );
    const formulas = found.slice(offset, offset + limit).map((row) => ({
      ...row,
      units: { ...row.units },
      streams: [...row.streams],
      fields: [...(made.get(row.id) ?? [])],
    }));
    return { version: versionOf(registry.formulas), total: found.length, formulas };
  },
});

/** Whether a field has this name, or part of a path, below its operation: `micro_price`, `best_bid.price`. */
const isInside = (path: string, field: string): boolean => field !== '' && `${path}.`.includes(`.${field}.`);

const VERSION_DIGITS = 4;

const versionOf = (formulas: readonly Formula[]): string =>
  createHash('sha256')
    .update(formulas.map(({ id, version }) => `${id}@${version}`).join('\n'))
    .digest('hex')
    .slice(0, VERSION_DIGITS);
