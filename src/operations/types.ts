import type { z } from 'zod';
import type { ErrorFactory, StreamKind, WorkLimits } from '../core/index.ts';
import type { Detail } from './fields.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Services } from './services.ts';
import type { Spelling } from './aliases/spellings.ts';
import type { Toolset } from './toolsets.ts';

/** `read` changes nothing; `write` changes this program's state; `trade` can move money. */
export type Effects = 'read' | 'write' | 'trade';

/**
 * The process that can answer: `ingest` has the raw log and the alerts; `analyze` computes the market; `any` if the answer is shared or
 * about the catalogue.
 */
export type OperationRole = 'ingest' | 'analyze' | 'any';

/** A user's question, and the input that answers it. */
export interface Example {
  readonly ask: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How numbers of answers are computed. */
export interface Formula {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly formula: string;
  readonly unit: string;
  /** If the units of the fields differ: the unit of each, by the last name of its path. */
  readonly units?: Readonly<Record<string, string>>;
  /** Streams that it is computed from; empty if the source is `the caller's numbers`. */
  readonly streams: readonly StreamKind[];
  /** Paper or venue document; `definition` if the formula is its own source; `as received` if nothing is computed. */
  readonly source: string;
}

/** Capabilities of a running operation. Services may be late or fail; the catalogue is always there. */
export interface OperationContext {
  readonly services: () => Promise<Services>;
  readonly registry: Registry;
  /** Runs another operation through the same checks. */
  readonly call: (name: string, input: unknown) => Promise<unknown>;
  /** The caller, and the signal that ends the call. */
  readonly limits: WorkLimits;
}

/** The description of an operation, without its code. */
export interface Described<N extends string, I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: N;
  readonly title: string;
  readonly toolset: Toolset;
  readonly effects: Effects;
  /** For an operation that writes: a second call with the same input changes nothing further. */
  readonly idempotent?: true;
  /** Content of its answer; searches show only the first sentence. */
  readonly summary: string;
  readonly whenToUse: string;
  readonly whenNot?: string;
  /** Further search words of traders. */
  readonly keywords?: readonly string[];
  readonly examples: readonly { readonly ask: string; readonly input: z.input<I> }[];
  readonly input: I;
  /** Requires a `source`, unless the operation is about the catalogue. */
  readonly output: O;
  readonly errors: readonly ErrorFactory<never>[];
  /**
   * Versions of everything that its service reads besides formulas and decoders. They are part of the mark of its receipts, so
   * an answer with a `receipt` needs them.
   */
  readonly versions?: Readonly<Record<string, number>>;
  /**
   * What an answer reads if `symbol` and `venue` are given: that market and its venue's feed, or all of the venue. Absent, or
   * without these arguments: everything.
   */
  readonly reads?: 'market' | 'venue';
  /**
   * The subject of an answer, if not the current market. `past`: recomputed from the raw log within CHECK_BUDGET_MS. `alerts`:
   * the alerts and their records. An alert can't watch an operation with a subject.
   */
  readonly subject?: 'past' | 'alerts';
  /** Fields of the answer that a replay can't reproduce; the receipt leaves them out. */
  readonly unproven?: readonly string[];
}

export interface Operation<
  N extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
> extends Omit<Described<N, I, O>, 'examples'> {
  /** `catalogue`: its answers contain no market data and have no source; every other answer has one. */
  readonly about: 'data' | 'catalogue';
  readonly role: OperationRole;
  readonly examples: readonly Example[];
  /** Runs on validated input. */
  readonly run: (input: unknown, context: OperationContext) => Promise<unknown>;
}

/** A name for a special case of an operation: its arguments renamed, defaulted or fixed, never a second implementation. */
export interface Alias {
  readonly name: string;
  readonly title: string;
  readonly operation: string;
  /** Argument of the alias → argument of the operation. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Optional arguments of the alias, with their defaults. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Fixed arguments of the operation; a caller can't set them. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Arguments of the alias with alternative spellings of values. */
  readonly spellings?: Readonly<Record<string, Spelling>>;
  /** Example input; required unless every argument has a default. */
  readonly example?: Readonly<Record<string, unknown>>;
}

/** A callable name: an operation or an alias. Description and schemas are built at first use. */
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
  /** Names of the arguments of `input`, available without making it. */
  readonly argumentNames: readonly string[];
  readonly input: z.ZodObject;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Converts alternative spellings of values before `input` is checked. */
  readonly spell: (raw: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Converts checked arguments to the operation's own arguments. */
  readonly toOperationInput: (checked: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** All callable names, in the order of declaration, operations first. */
export interface Registry {
  readonly entries: readonly Entry[];
  readonly byName: ReadonlyMap<string, Entry>;
  /** Default of `detail`. */
  readonly detail: Detail;
  readonly formulas: readonly Formula[];
}
