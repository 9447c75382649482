import type { z } from 'zod';
import {
  isRecord,
  callCancelled,
  CodedError,
  internalError,
  invalidInput,
  nearNames,
  sanitiseText,
  SIMULATED_CAVEAT,
  unknownOperation,
  type Log,
  type WorkLimits,
} from '../core/index.ts';
import { inputProblem } from './input-problems.ts';
import type { Entry, Registry } from './types.ts';
import { sealAnswer } from './receipt.ts';
import type { Services } from './services.ts';

/**
 * What a call runs against, for whom and until when. `services` may be late; operations about the catalogue don't wait
 * for them.
 */
export interface CallContext extends Pick<WorkLimits, 'signal' | 'caller'> {
  readonly registry: Registry;
  readonly services: () => Promise<Services>;
  readonly log: Log;
  /** Told when a call of a known name starts; what it returns is told how it ended: `ok`, or the name of the error. */
  readonly measure?: (name: string) => (outcome: string) => void;
}

export type Answer = Readonly<Record<string, unknown>>;

const MAX_PROBLEMS = 8;

/**
 * The one path by which every face runs an operation or alias: find it, check the input, run it, check the answer.
 * Throws coded errors only; whatever else goes wrong is logged with its cause and becomes `internal_error`.
 */
export async function callOperation(context: CallContext, name: string, rawInput: unknown): Promise<Answer> {
  const entry = context.registry.byName.get(name);
  if (!entry) {
    throw unknownOperation({
      operation: sanitiseText(name, { max: 64 }),
      close: nearNames(name, context.registry.byName.keys()),
    });
  }
  const ended = context.measure?.(entry.name);
  try {
    const input = checkInput(entry, rawInput);
    const answer = sealAnswer(entry.operation, input, checkAnswer(context, entry, await run(context, entry, input)));
    ended?.('ok');
    return answer;
  } catch (error) {
    ended?.(error instanceof CodedError ? error.publicName : internalError({ where: entry.name }).publicName);
    throw error;
  }
}

function checkInput(entry: Entry, rawInput: unknown): unknown {
  const raw = rawInput ?? {};
  const refuse = (problems: readonly string[]) => invalidInput({ operation: entry.name, problems });
  if (!isRecord(raw)) throw refuse(['the input must be an object']);
  const own = entry.input.safeParse(entry.spell(raw));
  if (!own.success) throw refuse(problemsOf(own.error, entry, raw));
  if (entry.alias === null) return own.data;
  const meant = entry.toOperationInput(own.data);
  const operation = entry.operation.input.safeParse(meant);
  if (!operation.success) throw refuse(problemsOf(operation.error, entry, meant));
  return operation.data;
}

async function run(context: CallContext, entry: Entry, input: unknown): Promise<unknown> {
  const { registry, services, signal, caller } = context;
  const call = (name: string, raw: unknown) => callOperation(context, name, raw);
  try {
    signal?.throwIfAborted();
    return await entry.operation.run(input, { registry, services, call, limits: { signal, caller } });
  } catch (error) {
    if (signal?.aborted) throw callCancelled({ operation: entry.name }, error);
    if (error instanceof CodedError) throw error;
    context.log.error({ operation: entry.name, error }, 'an operation failed');
    throw internalError({ where: entry.name }, error);
  }
}

/** An answer that breaks its own schema is our fault and is never sent. */
function checkAnswer(context: CallContext, entry: Entry, answer: unknown): Answer {
  const checked = entry.operation.output.safeParse(answer);
  if (checked.success) return entry.operation.about === 'data' ? labelled(checked.data) : checked.data;
  const problems = checked.error.issues.slice(0, MAX_PROBLEMS).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  context.log.error({ operation: entry.name, problems }, 'an answer breaks its own schema');
  throw internalError({ where: entry.name });
}

/** Puts the caveat of simulated data first, even if a service or a shortened answer left it out. */
export function labelled(answer: Answer): Answer {
  const { source, caveats } = answer;
  if (source !== 'simulated' || !Array.isArray(caveats) || caveats[0] === SIMULATED_CAVEAT) return answer;
  return { ...answer, caveats: [SIMULATED_CAVEAT, ...caveats.filter((caveat) => caveat !== SIMULATED_CAVEAT)] };
}

/** One sentence a field, in our words around zod's; text of the caller's is cleaned. */
function problemsOf(error: z.ZodError, entry: Entry, raw: unknown): string[] {
  const problems = error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(entry.input.shape).join(', ') || 'none';
      return issue.keys
        .slice(0, MAX_PROBLEMS)
        .map((key) => `there is no argument ${sanitiseText(key, { max: 40 })} (arguments: ${known})`);
    }
    return [inputProblem(issue, raw)];
  });
  const shown = problems.slice(0, MAX_PROBLEMS);
  const found = error.issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  return found > shown.length ? [...shown, `and ${found - shown.length} more`] : shown;
}
