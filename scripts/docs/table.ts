/** The parts of a JSON Schema that these pages read. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The schema that a named root refers to. */
export const resolved = (schema: Schema): Schema => schema.$defs?.[schema.$ref?.replace('#/$defs/', '') ?? ''] ?? schema;

/** A Markdown table with its cells escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The type of a value in words: `integer 1–60`, `live, recorded, simulated`, `number or null`. */
export function kindOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.type === 'array' && schema.items !== undefined) return `list of ${kindOf(schema.items)}`;
  return [schema.type ?? 'any', range(schema)].flat().filter(Boolean).join(' ');
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const low = minimum === undefined ? (exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`) : String(minimum);
  const high = maximum === undefined ? (exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`) : String(maximum);
  if (minimum !== undefined && maximum !== undefined) return `${low}–${high}`;
  if (minimum !== undefined) return `${low} or more${high && `, ${high}`}`;
  if (maximum !== undefined) return `${low && `${low}, `}${high} or less`;
  return [low, high].filter(Boolean).join(' and ');
}
