import type { z } from 'zod';
import type { Unsealed } from '../core/answer-fields.ts';
import { SOURCES, type WorkLimits } from '../core/index.ts';
import { hasReceipt } from './marks/operation-mark.ts';
import type { Services } from './services.ts';
import type { Described, Operation, OperationContext, OperationRole } from './types.ts';

const NAME = /^[a-z][a-z0-9_]{2,47}$/;

/** Fields outside receipts, because they differ between a run and its replay. */
const UNSEALED = ['replayed'];

/** Whether a schema requires a source field that allows all three sources. */
export function needsSource(output: z.ZodObject): boolean {
  const field = output.shape['source'] as z.ZodType | undefined;
  if (field === undefined) return false;
  const refuses = (value: unknown) => !field.safeParse(value).success;
  return SOURCES.every((source) => !refuses(source)) && [undefined, null, '', 'unknown'].every(refuses);
}

/** Declares an operation over the running services. Throws if the definition is invalid. */
export const defineOperation = <N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  definition: Described<N, I, O> & {
    readonly role: OperationRole;
    handler(input: z.output<I>, services: Services, limits: WorkLimits): Promise<Unsealed<z.output<O>>>;
  },
): Operation<N, I, O> => {
  const { handler, role, ...described } = definition;
  if (!needsSource(described.output)) throw new Error(`operation ${described.name}: its output needs a source, never absent`);
  return finish(described, { about: 'data', role }, async (input, { services, limits }) =>
    handler(input as z.output<I>, await services(), limits),
  );
};

/** Declares an operation about the catalogue itself; it also answers without services. */
export const defineCatalogueOperation = <N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  definition: Described<N, I, O> & {
    handler(input: z.output<I>, context: Omit<OperationContext, 'services'>): Promise<z.output<O>> | z.output<O>;
  },
): Operation<N, I, O> => {
  const { handler, ...described } = definition;
  return finish(described, { about: 'catalogue', role: 'any' }, async (input, context) => handler(input as z.output<I>, context));
};

function finish<N extends string, I extends z.ZodObject, O extends z.ZodObject>(
  described: Described<N, I, O>,
  kind: Pick<Operation, 'about' | 'role'>,
  run: Operation['run'],
): Operation<N, I, O> {
  const { name, examples, input } = described;
  const fail = (what: string) => new Error(`operation ${name}: ${what}`);
  if (!NAME.test(name)) throw fail('a name is 3 to 48 of a-z, 0-9 and _, starting with a letter');
  if (hasReceipt(described) && described.versions === undefined)
    throw fail('an answer with a receipt needs the versions of what its service reads');
  if (examples.length < 2) throw fail('needs two examples');
  for (const text of [described.title, described.summary, described.whenToUse]) {
    if (text.trim().length < 5) throw fail('title, summary and whenToUse must say something');
  }
  for (const example of examples) {
    const checked = input.safeParse(example.input);
    if (!checked.success) throw fail(`example "${example.ask}" does not pass its own input: ${checked.error.message}`);
  }
  return { ...described, unproven: [...(described.unproven ?? []), ...UNSEALED], ...kind, examples, run };
}
