import { call, openApi } from '../data/api.ts';
import type { ListFormulasAnswer } from '../generated/api.ts';

/** How a figure is computed, from `list_formulas`. */
export type Formula = ListFormulasAnswer['formulas'][number];

/** A path with every index as `[]`: `windows.0.net` is `windows[].net`. */
export const generalPath = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '[]');

/** The number that an answer has at a path; null if it has none. */
export function numberAt(answer: unknown, path: string): number | null {
  let at = answer;
  for (const name of path.split('.'))
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  return typeof at === 'number' ? at : null;
}

/** The formula of a field, or of its nearest parent with one; null if there is none. */
export function formulaOf(formulas: readonly Formula[], operation: string, field: string): Formula | null {
  for (let path = `${operation}.${generalPath(field)}`; path.includes('.'); path = path.slice(0, path.lastIndexOf('.'))) {
    const found = formulas.find(({ fields }) => fields.includes(path));
    if (found !== undefined) return found;
  }
  return null;
}

/** The unit of one field of a formula whose fields have several units. */
export const unitOf = ({ unit, units }: Pick<Formula, 'unit' | 'units'>, field: string): string =>
  units[field.slice(field.lastIndexOf('.') + 1)] ?? unit;

interface Inputs<T> {
  /** Whether these are the inputs of this figure alone, or of its whole answer. */
  readonly of: 'figure' | 'answer';
  readonly inputs: readonly T[];
}

/** The inputs of an answer that a figure is computed from; all of them if its formula names none. */
export function inputsOf<T extends { readonly stream: string }>(
  formula: Pick<Formula, 'streams'> | null,
  inputs: readonly T[],
): Inputs<T> {
  const own = inputs.filter(({ stream }) => formula?.streams.includes(stream));
  return own.length > 0 ? { of: 'figure', inputs: own } : { of: 'answer', inputs };
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const inside = (schema: Schema): Schema => schema.anyOf?.find((one) => one.properties ?? one.items) ?? schema;

/** A schema's description of a field; null if it has none. */
export function describedIn(schema: Schema, field: string): string | null {
  let at: Schema | undefined = schema;
  for (const part of field.split('.')) {
    const whole: Schema = inside(at);
    at = /^\d+$/.test(part) ? whole.items : whole.properties?.[part];
    if (at === undefined) return null;
  }
  return at.description ?? null;
}

/** The server's largest page. */
const MOST_FORMULAS = 500;
let asked: Promise<readonly Formula[]> | null = null;

/** Every formula, requested once. Throws `ApiError`; the next call asks again. */
const askFormulas = (): Promise<readonly Formula[]> =>
  (asked ??= call('list_formulas', { limit: MOST_FORMULAS }).then(
    ({ formulas }) => formulas,
    (error: unknown) => {
      asked = null;
      throw error;
    },
  ));

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Explanation {
  readonly formula: Formula | null;
  readonly description: string | null;
}

/** Explains a field: its formula, and its description in the OpenAPI document. Throws `ApiError`. */
export async function explain(operation: string, field: string): Promise<Explanation> {
  const [document, all] = await Promise.all([openApi(), askFormulas()]);
  const { components } = document as Document;
  const schema = components.schemas[`${operation}_answer`];
  return { formula: formulaOf(all, operation, field), description: schema === undefined ? null : describedIn(schema, field) };
}
