import type { z } from 'zod';
import { aliasEntry } from './aliases/alias-entry.ts';
import type { AliasTables } from './aliases/catalogue.ts';
import { detailInput, type Detail } from './fields.ts';
import { FORMULAS } from './formulas/index.ts';
import { lateEntry } from './late-entry.ts';
import type { Entry, Formula, Operation, Registry } from './types.ts';

interface Definitions {
  readonly operations: readonly Operation[];
  readonly aliases: AliasTables;
  /** The default of `detail` for the face that this registry serves. */
  readonly detail: Detail;
  /** Default: the formulas of this build. */
  readonly formulas?: readonly Formula[];
}

/** Lists operations and aliases. Throws on a duplicate name, and on an alias of an unknown operation or of another toolset. */
export function createRegistry({ operations, aliases, detail, formulas = FORMULAS }: Definitions): Registry {
  const byName = new Map<string, Entry>();
  const add = (entry: Entry) => {
    if (byName.has(entry.name)) throw new Error(`${entry.name} is declared twice`);
    byName.set(entry.name, entry);
  };
  for (const operation of operations) add(operationEntry(operation, detail));
  for (const [toolset, table] of Object.entries(aliases)) {
    for (const alias of table) {
      const target = byName.get(alias.operation);
      if (!target || target.alias) throw new Error(`${alias.name} is an alias of ${alias.operation}, which is not an operation`);
      if (target.toolset !== toolset) throw new Error(`${alias.name} belongs in the aliases of ${target.toolset}`);
      add(aliasEntry(alias, target));
    }
  }
  return { entries: [...byName.values()], byName, detail, formulas };
}

function operationEntry(operation: Operation, detail: Detail): Entry {
  const { name, title, toolset, effects, examples, input } = operation;
  return lateEntry(
    {
      name,
      title,
      toolset,
      effects,
      operation,
      alias: null,
      examples,
      argumentNames: Object.keys(input.shape),
      spell: (raw) => raw,
      toOperationInput: (checked) => checked,
    },
    { description: () => describe(operation), input: () => withDetail(input, detail) },
  );
}

/** Sets the face's default in an input with `detail`. */
function withDetail(input: z.ZodObject, detail: Detail): z.ZodObject {
  return input.shape['detail'] === detailInput ? input.extend({ detail: detailInput.unwrap().default(detail) }) : input;
}

function describe({ summary, whenToUse, whenNot, examples }: Operation): string {
  const [example] = examples;
  const shown = example ? `Example: "${example.ask}" ${JSON.stringify(example.input)}` : '';
  return [summary, whenToUse, whenNot, shown].filter(Boolean).join(' ');
}
