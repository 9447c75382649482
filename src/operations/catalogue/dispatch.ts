import { z } from 'zod';
import { invalidInput } from '../../core/index.ts';
import { notOfDispatcher } from '../errors.ts';
import type { Effects, OperationContext } from '../types.ts';

/** The dispatcher that runs tools with these effects. A tool that can move money is only called by its own name. */
export const DISPATCHERS: Readonly<Partial<Record<Effects, string>>> = { read: 'call_read_tool', write: 'call_write_tool' };

export const dispatchInput = z.strictObject({
  name: z.string().min(1).max(64).describe('Name of the tool.'),
  arguments: z.record(z.string().max(64), z.unknown()).describe('Its arguments, by its own schema.').default({}),
});

export const dispatchOutput = z.strictObject({
  tool: z.string().describe('The tool that ran.'),
  answer: z.record(z.string(), z.unknown()).describe('Its answer, by its own schema.'),
});

/** Runs a tool with these effects through the checks of a direct call. Throws TF_OPERATION_NOT_OF_DISPATCHER for any other tool. */
export const dispatch =
  (effects: Effects) =>
  async (
    { name, arguments: input }: z.output<typeof dispatchInput>,
    { registry, call }: Pick<OperationContext, 'registry' | 'call'>,
  ): Promise<z.output<typeof dispatchOutput>> => {
    const dispatcher = DISPATCHERS[effects] ?? effects;
    const entry = registry.byName.get(name);
    if (entry !== undefined && Object.values(DISPATCHERS).includes(entry.operation.name))
      throw invalidInput({ operation: dispatcher, problems: ['name: a dispatcher does not call a dispatcher'] });
    if (entry !== undefined && entry.effects !== effects)
      throw notOfDispatcher({ operation: entry.name, dispatcher, runs: effects, other: DISPATCHERS[entry.effects] ?? null });
    return { tool: name, answer: (await call(name, input)) as Record<string, unknown> };
  };
