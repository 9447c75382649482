import { createHash } from 'node:crypto';
import { inputJsonSchema, outputJsonSchema } from './json-schema.ts';
import type { Registry } from './types.ts';

const known = new WeakMap<Registry, string>();

/** Sixteen hex digits that stand for the names, inputs and answers of a catalogue, whatever its default of `detail`. */
export function catalogueHash(registry: Registry): string {
  const found = known.get(registry);
  if (found !== undefined) return found;
  const hash = createHash('sha256');
  for (const { alias, operation } of registry.entries)
    hash.update(JSON.stringify(alias ?? [operation.name, inputJsonSchema(operation.input), outputJsonSchema(operation.output)]));
  const made = hash.digest('hex').slice(0, 16);
  known.set(registry, made);
  return made;
}
