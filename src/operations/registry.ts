import type { z } from 'zod';
import { aliasEntry } from './aliases.ts';
import { detailInput, type Detail } from './fields.ts';
import { inputJsonSchema, outputJsonSchema } from './json-schema.ts';
import { lintEntry } from './lint.ts';
import type { Alias, Entry, Operation, Registry } from './types.ts';

interface Definitions {
  readonly operations: readonly Operation[];
  readonly aliases: readonly Alias[];
  /** The default of `detail` for the face that this registry serves. */
  readonly detail: Detail;
}

/** Compiles operations and aliases. Throws on a name used twice, an alias of nothing, and whatever the lint finds. */
export function createRegistry({ operations, aliases, detail }: Definitions): Registry {
  const direct = operations.map((operation) => operationEntry(operation, detail));
  const byName = new Map<string, Entry>();
  const add = (entry: Entry) => {
    if (byName.has(entry.name)) throw new Error(`${entry.name} is declared twice`);
    const problems = lintEntry(entry);
    if (problems.length > 0) throw new Error(`${entry.name}: ${problems.join('; ')}`);
    byName.set(entry.name, entry);
  };
  for (const entry of direct) add(entry);
  for (const alias of aliases) {
    const target = byName.get(alias.operation);
    if (!target || target.alias) throw new Error(`${alias.name} is an alias of ${alias.operation}, which is no operation`);
    add(aliasEntry(alias, target));
  }
  return { entries: [...byName.values()], byName, detail };
}

function operationEntry(operation: Operation, detail: Detail): Entry {
  const input = withDetail(operation.input, detail);
  return {
    name: operation.name,
    title: operation.title,
    toolset: operation.toolset,
    effects: operation.effects,
    description: describe(operation),
    operation,
    alias: null,
    examples: operation.examples,
    input,
    inputSchema: inputJsonSchema(input),
    outputSchema: outputJsonSchema(operation.output),
    spell: (raw) => raw,
    toOperationInput: (checked) => checked,
  };
}

/** Gives an input that takes `detail` the default of the face. */
function withDetail(input: z.ZodObject, detail: Detail): z.ZodObject {
  return input.shape['detail'] === detailInput ? input.extend({ detail: detailInput.unwrap().default(detail) }) : input;
}

function describe({ summary, whenToUse, whenNot, examples }: Operation): string {
  const [example] = examples;
  const shown = example ? `Example: "${example.ask}" ${JSON.stringify(example.input)}` : '';
  return [summary, whenToUse, whenNot, shown].filter(Boolean).join(' ');
}
