import type { z } from 'zod';
import type { ErrorFactory, StreamKind, WorkLimits } from '../core/index.ts';
import type { Detail } from './fields.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Services } from './services.ts';
import type { Spelling } from './aliases/spellings.ts';
import type { Toolset } from './toolsets.ts';

/** `read` changes nothing; `write` changes our own state; `trade` can move money. */
export type Effects = 'read' | 'write' | 'trade';

/**
 * Which process can answer: `ingest`, where the raw log and the alerts are; `analyze`, where the market is worked out; `any`,
 * because its answer is shared or is about the catalogue.
 */
export type OperationRole = 'ingest' | 'analyze' | 'any';

/** A question a person would ask, and the input that answers it. */
export interface Example {
  readonly ask: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How numbers of answers are made. */
export interface Formula {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly formula: string;
  readonly unit: string;
  /** Where the fields differ: the unit of each by the last name of its path. */
  readonly units?: Readonly<Record<string, string>>;
  /** Streams that it is made from. */
  readonly streams: readonly StreamKind[];
  /** Paper or venue document; `definition` where the formula is all there is to say; `as received` where nothing is computed. */
  readonly source: string;
}

/** What a running operation may reach. Services may come late, or fail to; the catalogue never does. */
export interface OperationContext {
  readonly services: () => Promise<Services>;
  readonly registry: Registry;
  /** Runs another operation through the same checks. */
  readonly call: (name: string, input: unknown) => Promise<unknown>;
  /** The caller, and the signal that ends the call. */
  readonly limits: WorkLimits;
}

/** What a definition says, apart from what it does. */
export interface Described<N extends string, I extends z.ZodObject, O extends z.ZodObject> {
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
  /** With a `source` that can't be left out, unless the operation is about the catalogue. */
  readonly output: O;
  readonly errors: readonly ErrorFactory<never>[];
  /** Versions of what its service reads beside formulas and decoders, for the mark of its receipts; needed by an answer with a `receipt`. */
  readonly versions?: Readonly<Record<string, number>>;
  /** Fields of the answer that no raw log can give again, so that the receipt leaves them out. */
  readonly unproven?: readonly string[];
}

export interface Operation<
  N extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
> extends Omit<Described<N, I, O>, 'examples'> {
  /** `catalogue`: its answers hold no data, so that they have no source; every other answer has one. */
  readonly about: 'data' | 'catalogue';
  readonly role: OperationRole;
  readonly examples: readonly Example[];
  /** Runs on input that has already passed `input`. */
  readonly run: (input: unknown, context: OperationContext) => Promise<unknown>;
}

/** A name for a special case of an operation: its arguments renamed, defaulted or fixed, never a second implementation. */
export interface Alias {
  readonly name: string;
  readonly title: string;
  readonly operation: string;
  /** Argument of the alias → argument of the operation. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Arguments of the alias that need not be given. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Arguments of the operation that can't be given. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Arguments of the alias whose values may be spelled in another way. */
  readonly spellings?: Readonly<Record<string, Spelling>>;
  /** An input to show; needed where not every argument has a default. */
  readonly example?: Readonly<Record<string, unknown>>;
}

/** One name that can be called: an operation or an alias of one. Description and schemas are made when first read. */
export interface Entry {
  readonly name: string;
  readonly title: string;
  readonly toolset: Toolset;
  readonly effects: Effects;
  /** Summary, when to use and when not, one example; for models. */
  readonly description: string;
  readonly operation: Operation;
  readonly alias: Alias | null;
  readonly examples: readonly Example[];
  /** The arguments of `input`, known without making it. */
  readonly argumentNames: readonly string[];
  readonly input: z.ZodObject;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Turns raw arguments into those that `input` checks: other spellings of a value. */
  readonly spell: (raw: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Turns checked arguments into those of the operation. */
  readonly toOperationInput: (checked: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** Everything that can be called. Entries are in the order of declaration, operations first. */
export interface Registry {
  readonly entries: readonly Entry[];
  readonly byName: ReadonlyMap<string, Entry>;
  /** What answers say when a caller doesn't choose. */
  readonly detail: Detail;
  readonly formulas: readonly Formula[];
}
