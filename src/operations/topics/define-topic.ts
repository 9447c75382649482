import type { z } from 'zod';
import { needsSource } from '../define-operation.ts';
import { inputJsonSchema, outputJsonSchema } from '../json-schema.ts';
import type { DescribedTopic, Topic, TopicContext } from './types.ts';

const NAME = /^[a-z][a-z0-9_]{2,47}$/;

/** Declares a topic. Throws if the definition is invalid. */
export function defineTopic<N extends string, P extends z.ZodObject, O extends z.ZodObject>(
  definition: DescribedTopic<N, P, O> & {
    messages(parameters: z.output<P>, context: TopicContext): AsyncIterable<z.output<O>>;
  },
): Topic<N, P, O> {
  const { name, summary, parameters, output } = definition;
  if (!NAME.test(name)) throw new Error(`topic ${name}: a name is 3 to 48 of a-z, 0-9 and _, starting with a letter`);
  if (!needsSource(output)) throw new Error(`topic ${name}: its messages need a source, never absent`);
  if (summary.trim().length < 5) throw new Error(`topic ${name}: the summary must say something`);
  return {
    ...definition,
    get parametersSchema() {
      return inputJsonSchema(parameters);
    },
    get outputSchema() {
      return outputJsonSchema(output);
    },
    messages: (checked, context) => definition.messages(checked as z.output<P>, context),
  };
}
