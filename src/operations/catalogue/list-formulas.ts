import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineCatalogueOperation } from '../define-operation.ts';
import type { Formula } from '../types.ts';
import { findNumbers } from './find-numbers.ts';

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

const other = z.strictObject({
  name: z.string().describe('Name of the field.'),
  meaning: z.string().describe('What it is.'),
  unit: z.string().describe('Unit.'),
  origin: z.string().describe('Why it has no formula.'),
  fields: z
    .array(z.string())
    .describe('Fields of answers that have it: operation.path, [] for the items of a list, * for more than three operations.'),
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
      .describe('Field (mid_price), start of its path (get_report.mid_price), operation, formula id, or words (funding rate).')
      .default(''),
    limit: z.number().int().min(1).max(500).describe('Number of rows.').default(10),
    offset: z.number().int().min(0).describe('Number of rows to skip.').default(0),
  }),
  output: z.strictObject({
    version: z.string().describe('Four hex digits that stand for the versions of all formulas.'),
    total: z.number().int().min(0).describe('Number of matching rows: formulas, then others.'),
    formulas: z.array(formula).describe('The formulas.'),
    others: z.array(other).describe('Numbers without a formula: received, counted, set.'),
  }),
  errors: [],
  examples: [
    { ask: 'How is the micro price worked out?', input: { field: 'get_report.micro_price' } },
    { ask: 'What formulas are there?', input: {} },
  ],
  handler: ({ field, limit, offset }, { registry }) => {
    const found = findNumbers(registry, field);
    const rows = found.slice(offset, offset + limit);
    const formulas = rows.flatMap((row) =>
      row.formula === null
        ? []
        : [{ ...row.formula, units: { ...row.formula.units }, streams: [...row.formula.streams], fields: [...row.fields] }],
    );
    const others = rows.flatMap(({ plain, fields }) => (plain === null ? [] : [{ ...plain, fields: shortened(fields) }]));
    return { version: versionOf(registry.formulas), total: found.length, formulas, others };
  },
});

const MOST_OPERATIONS = 3;

/** Paths, with `*` where more than three operations have the same one. */
function shortened(fields: readonly string[]): string[] {
  const tails = Map.groupBy(fields, (field) => field.slice(field.indexOf('.')));
  return [...tails].flatMap(([tail, own]) => (own.length > MOST_OPERATIONS ? [`*${tail}`] : own));
}

const VERSION_DIGITS = 4;

const versionOf = (formulas: readonly Formula[]): string =>
  createHash('sha256')
    .update(formulas.map(({ id, version }) => `${id}@${version}`).join('\n'))
    .digest('hex')
    .slice(0, VERSION_DIGITS);
