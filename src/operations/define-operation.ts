import type { z } from 'zod';
import type { ErrorFactory } from '../core/index.ts';
import type { Registry } from './registry.ts';
import type { Services } from './services.ts';
import type { Toolset } from './toolsets.ts';

/** `read` changes nothing; `write` changes our own state; `trade` can move money. */
export type Effects = 'read' | 'write' | 'trade';

/** A question a person would ask, and the input that answers it. */
export interface Example {
  readonly ask: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a running operation may reach. Services may come late, or fail to; the catalogue never does. */
export interface OperationContext {
  readonly services: () => Promise<Services>;
  readonly registry: Registry;
  /** Runs another operation through the same checks. */
  readonly call: (name: string, input: unknown) => Promise<unknown>;
}

interface Described<N extends string, I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: N;
  readonly title: string;
  readonly toolset: Toolset;
  readonly effects: Effects;
  /** What it answers; the first sentence stands alone in searches. */
  readonly summary: string;
  readonly whenToUse: string;
  readonly whenNot?: string;
  /** Words that traders say for it, beyond those in the texts. */
  readonly keywords?: readonly string[];
  readonly examples: readonly { readonly ask: string; readonly input: z.input<I> }[];
  readonly input: I;
  readonly output: O;
  readonly errors: readonly ErrorFactory<never>[];
}

export interface Operation<
  N extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
> extends Omit<Described<N, I, O>, 'examples'> {
  readonly examples: readonly Example[];
  /** Runs on input that has already passed `input`. */
  readonly run: (input: unknown, context: OperationContext) => Promise<unknown>;
}

const NAME = /^[a-z][a-z0-9_]{2,47}$/;

/** Declares a capability that is served from the running services. Throws when the definition itself is wrong. */
export const defineOperation = <N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  definition: Described<N, I, O> & { handler(input: z.output<I>, services: Services): Promise<z.output<O>> },
): Operation<N, I, O> => {
  const { handler, ...described } = definition;
  return finish(described, async (input, { services }) => handler(input as z.output<I>, await services()));
};

/** Declares a capability about the catalogue itself; it answers whether or not the services are there. */
export const defineCatalogueOperation = <N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  definition: Described<N, I, O> & {
    handler(input: z.output<I>, context: Omit<OperationContext, 'services'>): Promise<z.output<O>> | z.output<O>;
  },
): Operation<N, I, O> => {
  const { handler, ...described } = definition;
  return finish(described, async (input, context) => handler(input as z.output<I>, context));
};

function finish<N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  described: Described<N, I, O>,
  run: Operation['run'],
): Operation<N, I, O> {
  const { name, examples, input } = described;
  const fail = (what: string) => new Error(`operation ${name}: ${what}`);
  if (!NAME.test(name)) throw fail('a name is 3 to 48 of a-z, 0-9 and _, starting with a letter');
  if (examples.length < 2) throw fail('needs two examples');
  for (const text of [described.title, described.summary, described.whenToUse]) {
    if (text.trim().length < 5) throw fail('title, summary and whenToUse must say something');
  }
  for (const example of examples) {
    const checked = input.safeParse(example.input);
    if (!checked.success) throw fail(`example "${example.ask}" does not pass its own input: ${checked.error.message}`);
  }
  return { ...described, examples, run };
}
