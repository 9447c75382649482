import type { z } from 'zod';
import { once } from '../core/index.ts';
import { inputJsonSchema, outputJsonSchema } from './json-schema.ts';
import type { Entry } from './types.ts';

type Late = 'description' | 'input' | 'inputSchema' | 'outputSchema';

/** What a start does not wait for: most processes serve one surface of many names. */
interface LateParts {
  readonly description: () => string;
  /** Throws when the entry's definition is wrong. */
  readonly input: () => z.ZodObject;
}

/** An entry whose description and schemas are made when first asked for. */
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
