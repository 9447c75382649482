import type { z } from 'zod';
import { once } from '../core/index.ts';
import { inputJsonSchema, outputJsonSchema } from './json-schema.ts';
import type { Entry } from './types.ts';

type Late = 'description' | 'input' | 'inputSchema' | 'outputSchema';

/** Parts of an entry that are compiled at first use, because most processes use few entries. */
interface LateParts {
  readonly description: () => string;
  /** Throws if the entry's definition is invalid. */
  readonly input: () => z.ZodObject;
}

/** An entry whose description and schemas are compiled at first use. */
export function lateEntry(known: Omit<Entry, Late>, late: LateParts): Entry {
  const description = once(late.description);
  const input = once(late.input);
  return {
    ...known,
    get description() {
      return description();
    },
    get input() {
      return input();
    },
    get inputSchema() {
      return inputJsonSchema(input());
    },
    get outputSchema() {
      return outputJsonSchema(known.operation.output);
    },
  };
}
