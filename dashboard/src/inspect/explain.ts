import { callByName, openApi } from '../data/api.ts';

/** How a figure is made, as `list_formulas` tells it. */
export interface Formula {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly formula: string;
  readonly unit: string;
  readonly source: string;
  readonly fields: readonly string[];
}

/** A path with every index as `[]`: `windows.0.net` is `windows[].net`. */
export const generalPath = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '[]');

/** The formula of a field, or of the nearest thing that holds it; null where none is told. */
export function formulaOf(formulas: readonly Formula[], operation: string, field: string): Formula | null {
  for (let path = `${operation}.${generalPath(field)}`; path.includes('.'); path = path.slice(0, path.lastIndexOf('.'))) {
    const found = formulas.find(({ fields }) => fields.includes(path));
    if (found !== undefined) return found;
  }
  return null;
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const inside = (schema: Schema): Schema => schema.anyOf?.find((one) => one.properties ?? one.items) ?? schema;

/** What a schema says of a field; null where it says nothing. */
export function describedIn(schema: Schema, field: string): string | null {
  let at: Schema | undefined = schema;
  for (const part of field.split('.')) {
    const whole: Schema = inside(at);
    at = /^\d+$/.test(part) ? whole.items : whole.properties?.[part];
    if (at === undefined) return null;
  }
  return at.description ?? null;
}

let asked: Promise<readonly Formula[]> | null = null;

/** Every formula, asked for once. */
function askFormulas(): Promise<readonly Formula[]> {
  asked ??= callByName('list_formulas', { limit: 500 }).then(
    (answer) => (answer as { formulas: readonly Formula[] }).formulas,
    () => {
      asked = null;
      return [];
    },
  );
  return asked;
}

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, unknown>>;
}

export interface Explanation {
  readonly formula: Formula | null;
  readonly description: string | null;
}

/** What is known of a field: its formula, and its description in the OpenAPI document. */
export async function explain(operation: string, field: string): Promise<Explanation> {
  const { components, paths } = (await openApi()) as Document;
  const all = paths['/api/v1/call/list_formulas'] === undefined ? [] : await askFormulas();
  const schema = components.schemas[`${operation}_answer`];
  return { formula: formulaOf(all, operation, field), description: schema === undefined ? null : describedIn(schema, field) };
}
