import { modelUnknown } from './errors.ts';
import { nearestNames, plainName as plain } from './names.ts';
import { openModel } from './facade.ts';
import type { Capabilities, Clock, Model, ModelDefinition, ModelOptions } from './model.ts';

export interface ModelCard {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly capabilities: Capabilities;
}

export interface Catalogue {
  /** Finds a model by name or alias; case, `-`, `_` and spaces don't matter. */
  readonly createModel: (name: string, options?: ModelOptions) => Model;
  readonly listModels: () => readonly ModelCard[];
}

/**
 * A catalogue of the given definitions, so that another module can add models, such as ones with native parts. `clock` is the default
 * clock of fits with `budgetMs`; without any clock such a fit is refused.
 */
export function createCatalogue(
  definitions: readonly ModelDefinition[],
  { clock = null }: { readonly clock?: Clock | null } = {},
): Catalogue {
  const byName = new Map<string, ModelDefinition>();
  for (const definition of definitions) {
    for (const name of [definition.name, ...definition.aliases]) {
      if (byName.has(plain(name))) throw new Error(`two forecasting models are called ${name}`);
      byName.set(plain(name), definition);
    }
  }
  return {
    createModel(name, options = {}) {
      const definition = byName.get(plain(name));
      if (definition === undefined)
        throw modelUnknown({
          name,
          close: nearestNames(
            name,
            definitions.map((known) => [known.name, ...known.aliases]),
          ),
          known: definitions.map((known) => known.name),
        });
      return openModel(definition, options, clock);
    },
    listModels: () => definitions.map(({ name, aliases, summary, capabilities }) => ({ name, aliases, summary, capabilities })),
  };
}
