import { SPOOF_WEIGHTS } from '../../analytics/flow/detectors/spoof-score.ts';
import { fieldsByFormula } from '../numbers.ts';
import type { Formula, Registry } from '../types.ts';
import { plainNumbers, type PlainNumber } from './plain-numbers.ts';
import { words } from './search.ts';

/** A formula, or a number without one, with the fields that have it. */
export type NumberRow =
  | { readonly formula: Formula; readonly plain: null; readonly fields: readonly string[] }
  | { readonly formula: null; readonly plain: PlainNumber; readonly fields: readonly string[] };

interface Searched {
  readonly row: NumberRow;
  /** Paths without the marks of lists, also of numbers under free names. */
  readonly paths: readonly string[];
  readonly names: ReadonlySet<string>;
  /** Words of names, formula and meaning. */
  readonly text: ReadonlySet<string>;
}

/** Names of the parts that a formula computes under free names, besides those in its units. */
const PARTS: Readonly<Record<string, readonly string[]>> = { 'anomaly-parts': Object.keys(SPOOF_WEIGHTS) };

/**
 * The numbers of a field, of the start of its path, of an operation or of a formula's id; without such a name, rows with these
 * words, the closest first. Everything for an empty text.
 */
export function findNumbers(registry: Registry, asked: string): readonly NumberRow[] {
  const index = indexOf(registry);
  const wanted = plainPath(asked.trim());
  const named = index.filter(({ row, paths }) => row.formula?.id === wanted || paths.some((path) => isAt(path, wanted)));
  if (wanted === '' || named.length > 0) return named.map(({ row }) => (row.plain === null ? row : narrowed(row, wanted)));
  return byWords(index, words(wordsOf(asked))).map(({ row }) => row);
}

/** Whether a path starts with this text, or has it as a name or as several names in a row. */
const isAt = (path: string, wanted: string): boolean => path.startsWith(wanted) || `.${path}.`.includes(`.${wanted}.`);

/** Rows with every word that any row has; those with more of the words in their names come first. */
function byWords(index: readonly Searched[], asked: readonly string[]): readonly Searched[] {
  const known = asked.filter((word) => index.some(({ text }) => text.has(word)));
  if (known.length === 0) return [];
  const inNames = ({ names }: Searched): number => known.filter((word) => names.has(word)).length;
  return index
    .filter(({ text }) => known.every((word) => text.has(word)))
    .toSorted((one, other) => inNames(other) - inNames(one));
}

const indexes = new WeakMap<Registry, readonly Searched[]>();

function indexOf(registry: Registry): readonly Searched[] {
  const ready = indexes.get(registry);
  if (ready !== undefined) return ready;
  const operations = registry.entries.filter(({ alias }) => alias === null).map(({ operation }) => operation);
  const made = fieldsByFormula(operations);
  const index = [
    ...registry.formulas.map((formula) => ofFormula(formula, made.get(formula.id) ?? [])),
    ...plainNumbers(operations).map(ofPlain),
  ];
  indexes.set(registry, index);
  return index;
}

function ofFormula(formula: Formula, fields: readonly string[]): Searched {
  const { id, title, unit, units = {}, formula: text } = formula;
  const free = [...Object.keys(units), ...(PARTS[id] ?? [])];
  const paths = fields.map(plainPath);
  // Free names stand below the field that holds them; other units are of names that a path already ends with.
  const held = paths.flatMap((path) => (free.includes(lastName(path)) ? [] : free.map((name) => `${path}.${name}`)));
  const names = [id, title, ...paths, ...free].map(wordsOf).join(' ');
  return {
    row: { formula, plain: null, fields },
    paths: [...paths, ...held],
    names: new Set(words(names)),
    text: new Set(words(`${names} ${wordsOf(text)} ${unit}`)),
  };
}

function ofPlain(plain: PlainNumber): Searched {
  const paths = plain.fields.map(plainPath);
  const names = paths.map(wordsOf).join(' ');
  return {
    row: { formula: null, plain, fields: plain.fields },
    paths,
    names: new Set(words(names)),
    text: new Set(words(`${names} ${plain.meaning} ${plain.origin}`)),
  };
}

/** Only the fields at this place. */
const narrowed = (row: NumberRow, wanted: string): NumberRow => ({
  ...row,
  fields: row.fields.filter((field) => isAt(plainPath(field), wanted)),
});

/** A path without lists and places in them: `funding[].rate` and `funding[0].rate` are `funding.rate`. */
const plainPath = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, '');

const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The words of names: `openInterest` and `open_interest` are `open interest`. */
const wordsOf = (text: string): string => text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
