import { createHash } from 'node:crypto';
import { inputJsonSchema, outputJsonSchema } from './json-schema.ts';
import type { Registry } from './types.ts';

const known = new WeakMap<Registry, string>();

/** A hash, 16 hex digits, of the names, inputs and answers of a catalogue; the default of `detail` does not count. */
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
