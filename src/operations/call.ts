import type { z } from 'zod';
import {
  isRecord,
  callCancelled,
  CodedError,
  internalError,
  invalidInput,
  sanitiseText,
  SIMULATED_CAVEAT,
  unknownOperation,
  type Caller,
  type Log,
  type Role,
} from '../core/index.ts';
import { similarOperations } from './similar-operations.ts';
import type { Boundary } from './boundary.ts';
import { catalogueHash } from './catalogue-hash.ts';
import { catalogueOther } from './errors.ts';
import { argumentSchema, inputProblem } from './input-problems.ts';
import { meantInput } from './meant-input.ts';
import type { Entry, Registry } from './types.ts';
import { sealAnswer, statedBy } from './receipt.ts';
import { refuseElsewhere } from './roles.ts';
import type { Services } from './services.ts';

/** Context of a call: services, caller and cancellation. */
interface BaseContext {
  readonly registry: Registry;
  readonly caller: Caller;
  /** Aborts when the caller disconnects. */
  readonly signal?: AbortSignal | undefined;
  readonly log: Log;
  /** Adds the receipt to a finished answer. `check_claim` passes a function that adds none. */
  readonly seal?: typeof sealAnswer;
  /** Called when a call of a known name starts. The function returned is called at its end with `ok` or the name of the error. */
  readonly measure?: (name: string) => (outcome: string) => void;
}

/** Context in the process that answers. `services` may still be starting; operations about the catalogue don't wait for them. */
export interface LocalContext extends BaseContext {
  readonly services: () => Promise<Services>;
  /** Roles of this process. Absent: all. */
  readonly roles?: readonly Role[];
}

/** Context in a process without the data: calls about data are forwarded unchanged. */
export interface RemoteContext extends BaseContext {
  readonly boundary: Boundary;
}

export type CallContext = LocalContext | RemoteContext;

export type Answer = Readonly<Record<string, unknown>>;

const MAX_PROBLEMS = 8;

/**
 * Every face runs operations and aliases through this function. It checks the input, runs the operation and checks the answer, or forwards
 * the call. Throws coded errors only; any other error is logged with its cause and becomes `internal_error`.
 */
export async function callOperation(context: CallContext, name: string, rawInput: unknown): Promise<Answer> {
  const entry = context.registry.byName.get(name);
  if (!entry) {
    throw unknownOperation({
      operation: sanitiseText(name, { max: 64 }),
      close: similarOperations(name, context.registry.byName.keys()),
    });
  }
  const ended = context.measure?.(entry.name);
  try {
    const answer =
      'boundary' in context && entry.operation.about === 'data'
        ? await forward(context, entry, rawInput)
        : await answerHere(context, entry, rawInput);
    ended?.('ok');
    return answer;
  } catch (error) {
    ended?.(error instanceof CodedError ? error.publicName : internalError({ where: entry.name }).publicName);
    throw error;
  }
}

/** Checks an input; if it is refused, checks it again as it must be meant. */
function readInput(schema: z.ZodObject, raw: Readonly<Record<string, unknown>>) {
  const plain = schema.safeParse(raw);
  return plain.success ? plain : schema.safeParse(meantInput(schema, raw));
}

function checkInput(entry: Entry, rawInput: unknown): unknown {
  const raw = rawInput ?? {};
  if (!isRecord(raw)) throw invalidInput({ operation: entry.name, problems: ['the input must be an object'] });
  const own = readInput(entry.input, entry.spell(raw));
  if (!own.success) throw refused(own.error, entry, raw);
  if (entry.alias === null) return own.data;
  const meant = entry.toOperationInput(own.data);
  const operation = entry.operation.input.safeParse(meant);
  if (!operation.success) throw refused(operation.error, entry, meant);
  return operation.data;
}

const MAX_SCHEMAS = 3;

function refused(error: z.ZodError, entry: Entry, raw: unknown): CodedError {
  const names = new Set(error.issues.flatMap(({ path: [name] }) => (typeof name === 'string' ? [name] : [])));
  const schemas = [...names].flatMap((name) => argumentSchema(entry.inputSchema, name)).slice(0, MAX_SCHEMAS);
  return invalidInput({ operation: entry.name, problems: problemsOf(error, entry, raw), schemas });
}

async function answerHere(context: CallContext, entry: Entry, rawInput: unknown): Promise<Answer> {
  const { operation } = entry;
  const input = checkInput(entry, rawInput);
  if (operation.about === 'data' && 'roles' in context) refuseElsewhere(operation.name, operation.role, context.roles);
  const answer = await coded(context, entry, () => {
    const { registry, signal, caller } = context;
    const call = (name: string, raw: unknown) => callOperation(context, name, raw);
    const services = 'services' in context ? context.services : noServices;
    return operation.run(input, { registry, services, call, limits: { signal, caller } });
  });
  const { seal = sealAnswer, registry } = context;
  const { answer: made, grounds } = isRecord(answer) ? statedBy(answer) : { answer, grounds: null };
  return seal(operation, input, { answer: checkAnswer(context, entry, made), grounds }, registry.formulas);
}

/** A forwarding process runs only operations about the catalogue, and these use no services. */
const noServices = (): Promise<never> => Promise.reject(new Error('this process has no services'));

/** The finished answer of the process that has the data. An answer that violates the schema listed here is never passed on. */
async function forward(context: RemoteContext, entry: Entry, rawInput: unknown): Promise<Answer> {
  const { registry, boundary, caller, signal } = context;
  const { answer, catalogue } = await coded(context, entry, () =>
    boundary.call({ name: entry.name, input: rawInput ?? {}, detail: registry.detail, caller }, signal),
  );
  const { success } = entry.operation.output.safeParse(answer);
  if (!success) throw catalogueOther({ operation: entry.name, own: catalogueHash(registry), theirs: catalogue });
  return answer;
}

/** Runs work until the caller disconnects. Throws coded errors only. */
async function coded<T>({ signal, log }: CallContext, entry: Entry, work: () => Promise<T>): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    if (signal?.aborted) throw callCancelled({ operation: entry.name }, error);
    if (error instanceof CodedError) throw error;
    log.error({ operation: entry.name, error }, 'an operation failed');
    throw internalError({ where: entry.name }, error);
  }
}

/** An answer that violates its own schema is a defect of this program and is never sent. */
function checkAnswer(context: CallContext, entry: Entry, answer: unknown): Answer {
  const checked = entry.operation.output.safeParse(answer);
  if (checked.success) return entry.operation.about === 'data' ? labelled(checked.data) : checked.data;
  const problems = checked.error.issues.slice(0, MAX_PROBLEMS).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  context.log.error({ operation: entry.name, problems }, 'an answer breaks its own schema');
  throw internalError({ where: entry.name });
}

/** Puts the caveat of simulated data first, even if a service or a shortened answer omitted it. */
export function labelled(answer: Answer): Answer {
  const { source, caveats } = answer;
  if (source !== 'simulated' || !Array.isArray(caveats) || caveats[0] === SIMULATED_CAVEAT) return answer;
  return { ...answer, caveats: [SIMULATED_CAVEAT, ...caveats.filter((caveat) => caveat !== SIMULATED_CAVEAT)] };
}

/** Describes each invalid field in one sentence. Text from the caller is cleaned. */
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
