import type { z } from 'zod';
import { FORMULAS } from '../../../src/operations/index.ts';
import { OPERATIONS } from '../../../src/operations/catalogue.ts';
import { createRegistry } from '../../../src/operations/registry.ts';
import type { Formula, Operation, Registry } from '../../../src/operations/types.ts';

type Answer = Readonly<Record<string, unknown>>;

/** Differences of another build. */
export interface Change {
  /** Operations of the same name are replaced, others are added. */
  readonly operations?: readonly Operation[];
  /** Formulas of the same id are replaced, others are added. */
  readonly formulas?: readonly Formula[];
}

/** The catalogue of a build with these differences. */
export function changedBuild({ operations = [], formulas = [] }: Change): Registry {
  const ids = new Set(formulas.map(({ id }) => id));
  const names = new Set(operations.map(({ name }) => name));
  return createRegistry({
    operations: [...OPERATIONS.filter(({ name }) => !names.has(name)), ...operations],
    aliases: {},
    detail: 'full',
    formulas: [...FORMULAS.filter(({ id }) => !ids.has(id)), ...formulas],
  });
}

export const operationOf = (name: string): Operation => {
  const found = OPERATIONS.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
};

/** An operation with more fields; its answers are changed after they are computed. */
export const withFields = (name: string, shape: z.ZodRawShape, change: (answer: Answer) => Answer): Operation => {
  const operation = operationOf(name);
  return {
    ...operation,
    output: operation.output.extend(shape),
    run: async (input, context) => change((await operation.run(input, context)) as Answer),
  };
};

/** The same formula with the next version. */
export function nextVersion(id: string): Formula {
  const found = FORMULAS.find((formula) => formula.id === id);
  if (found === undefined) throw new Error(`no formula ${id}`);
  return { ...found, version: found.version + 1 };
}
