import { modelUnknown } from './errors.ts';
import { plainName as plain } from './names.ts';
import { openModel } from './facade.ts';
import type { Capabilities, Model, ModelDefinition, ModelOptions } from './model.ts';

export interface ModelCard {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly capabilities: Capabilities;
}

export interface Catalogue {
  /** A model by name or alias, in any case, with or without `-`, `_` and spaces. */
  readonly createModel: (name: string, options?: ModelOptions) => Model;
  readonly listModels: () => readonly ModelCard[];
}

/** Names that share a beginning or contain the one asked for. */
function closeTo(name: string, names: readonly string[]): readonly string[] {
  const asked = plain(name);
  const start = asked.slice(0, 3);
  return names
    .filter((known) => plain(known).includes(asked) || (start.length === 3 && plain(known).includes(start)))
    .slice(0, 5);
}

/** A catalogue over the given definitions, so that a room above can add models of its own, such as ones with native parts. */
export function createCatalogue(definitions: readonly ModelDefinition[]): Catalogue {
  const byName = new Map<string, ModelDefinition>();
  for (const definition of definitions) {
    for (const name of [definition.name, ...definition.aliases]) {
      if (byName.has(plain(name))) throw new Error(`two forecasting models are called ${name}`);
      byName.set(plain(name), definition);
    }
  }
  return {
    createModel(name, options) {
      const definition = byName.get(plain(name));
      if (definition === undefined)
        throw modelUnknown({
          name,
          close: closeTo(
            name,
            definitions.map((known) => known.name),
          ),
        });
      return openModel(definition, options);
    },
    listModels: () => definitions.map(({ name, aliases, summary, capabilities }) => ({ name, aliases, summary, capabilities })),
  };
}
