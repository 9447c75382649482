import type { z } from 'zod';
import type { ErrorFactory } from '../../core/index.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Services } from '../services.ts';
import type { OperationRole } from '../types.ts';
import type { WatchHub } from '../watch-hub.ts';

/** What a running topic may reach: services, and answers that it shares with everybody who watches the same. */
export interface TopicContext extends WatchHub {
  readonly services: () => Promise<Services>;
  /** Lets time pass, milliseconds; rejects when the reader has gone. */
  readonly pause: (ms: number) => Promise<void>;
}

/** What a topic says of itself. */
export interface DescribedTopic<N extends string, P extends z.ZodObject, O extends z.ZodObject> {
  readonly name: N;
  readonly title: string;
  /** What each message is, and when one comes. */
  readonly summary: string;
  readonly parameters: P;
  /** One message. */
  readonly output: O;
  readonly errors: readonly ErrorFactory<never>[];
  /** Which process has it, where it asks a service itself; what it calls refuses by its own role. */
  readonly role?: OperationRole;
}

/**
 * Something that is told as it changes, declared once for every face: server-sent events, and whatever else pushes.
 * Messages are made when they are asked for, never before: a slow reader gets the newest state and no queue grows.
 */
export interface Topic<
  N extends string = string,
  P extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
> extends DescribedTopic<N, P, O> {
  readonly parametersSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Runs on parameters that have already passed `parameters`, for as long as messages are asked for. */
  readonly messages: (parameters: unknown, context: TopicContext) => AsyncIterable<object>;
}
