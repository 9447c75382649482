type JsonSchema = Readonly<Record<string, unknown>>;

export type FieldType = 'number' | 'text' | 'object';

export interface SchemaField {
  /** With `[]` for the items of a list. */
  readonly path: string;
  readonly type: FieldType;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The alternatives of a schema, without `null`. */
const alternatives = (schema: JsonSchema): readonly JsonSchema[] =>
  Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isSchema).flatMap(alternatives) : [schema];

const typesOf = ({ type }: JsonSchema): readonly unknown[] => (Array.isArray(type) ? type : [type]);

const MOST = 2_000;

/** Every field of this JSON Schema: leaves and list items. */
export function fieldsOfSchema(schema: JsonSchema): readonly SchemaField[] {
  const found = new Map<string, SchemaField>();
  const add = (path: string, type: FieldType) => {
    if (path !== '' && !found.has(path) && found.size < MOST) found.set(path, { path, type });
  };
  const walk = (part: JsonSchema, path: string): void => {
    for (const one of alternatives(part)) {
      const types = typesOf(one);
      if (types.includes('array')) {
        if (isSchema(one['items'])) walk(one['items'], `${path}[]`);
      } else if (isSchema(one['properties'])) {
        // Objects in a list can be counted; other objects are not values.
        if (path.endsWith('[]')) add(path, 'object');
        for (const [name, field] of Object.entries(one['properties']))
          if (isSchema(field)) walk(field, path === '' ? name : `${path}.${name}`);
      } else if (types.includes('number') || types.includes('integer')) add(path, 'number');
      else if (types.includes('string') || types.includes('boolean') || one['enum'] !== undefined || one['const'] !== undefined)
        add(path, 'text');
    }
  };
  walk(schema, '');
  return [...found.values()];
}
