import { z } from 'zod';
import { markOf, type NumberMark } from '../core/number-marks.ts';
import type { Operation } from './types.ts';

/** A number of an answer, with its mark; null if its schema has none. */
export interface MarkedNumber {
  /** `operation.path`, with `[]` for the items of a list. */
  readonly path: string;
  readonly mark: NumberMark | null;
}

/** A number of an answer with its mark and its description. */
export interface DescribedNumber extends MarkedNumber {
  /** Its own description, or that of the list or record that holds it; empty if neither has one. */
  readonly meaning: string;
}

export type Schema = z.core.$ZodTypes;

/** Unwraps optional, nullable and similar schemas. Returns the inner schema, the outermost mark and the outermost description. */
function unwrap(schema: Schema): { readonly inner: Schema; readonly mark: NumberMark | null; readonly meaning: string | null } {
  let inner = schema;
  let mark = markOf(schema);
  let meaning = descriptionOf(schema);
  for (;;) {
    const { def } = inner._zod;
    if (def.type === 'pipe') inner = def.out as Schema;
    else if ('innerType' in def) inner = def.innerType as Schema;
    else return { inner, mark, meaning };
    mark ??= markOf(inner);
    meaning ??= descriptionOf(inner);
  }
}

const descriptionOf = (schema: Schema): string | null => z.globalRegistry.get(schema)?.description ?? null;

/** Mark and description of the schema around a number. */
interface Around {
  readonly mark: NumberMark | null;
  readonly meaning: string;
}

/**
 * Every number inside a schema. A number without a mark of its own inherits that of its container. Throws on an unsupported
 * kind of schema.
 */
function numbersIn(schema: Schema, path: string, around: Around): DescribedNumber[] {
  const { inner, mark: own, meaning: said } = unwrap(schema);
  const mark = own ?? around.mark;
  const meaning = said ?? around.meaning;
  const into = (one: z.core.$ZodType, at: string) => numbersIn(one as Schema, at, { mark, meaning });
  const { def } = inner._zod;
  switch (def.type) {
    case 'number':
    case 'bigint':
      return [{ path, mark, meaning }];
    case 'literal':
      return def.values.some((value) => typeof value === 'number' || typeof value === 'bigint') ? [{ path, mark, meaning }] : [];
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) => into(field, `${path}.${name}`));
    case 'array':
      return into(def.element, `${path}[]`);
    case 'tuple':
      return def.items.flatMap((item) => into(item, `${path}[]`));
    case 'record':
      // Numbers under free names share the path and the formula of their record.
      return into(def.valueType, path);
    case 'union':
      return def.options.flatMap((option) => into(option, path));
    case 'string':
    case 'boolean':
    case 'enum':
    case 'null':
    case 'undefined':
    case 'never':
    case 'unknown':
      return [];
    default:
      throw new Error(`${path}: numbers can't be looked for in a schema of type ${def.type}`);
  }
}

/** Every number of an operation's answers, or of a topic's messages, with its description. */
export const describedNumbersOf = ({ name, output }: Pick<Operation, 'name' | 'output'>): DescribedNumber[] =>
  numbersIn(output, name, { mark: null, meaning: '' });

/** Every number of an operation's answers, or of a topic's messages. */
export const numbersOf = (one: Pick<Operation, 'name' | 'output'>): MarkedNumber[] =>
  describedNumbersOf(one).map(({ path, mark }) => ({ path, mark }));

/** Fields of answers by the formula that computes them, in the order of the operations and of their fields. */
export function fieldsByFormula(
  operations: readonly Pick<Operation, 'name' | 'output'>[],
): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  for (const { path, mark } of operations.flatMap(numbersOf)) {
    if (mark === null || !('formula' in mark)) continue;
    const own = fields.get(mark.formula) ?? [];
    if (!own.includes(path)) own.push(path);
    fields.set(mark.formula, own);
  }
  return fields;
}
