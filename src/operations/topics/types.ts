import type { z } from 'zod';
import type { ErrorFactory } from '../../core/index.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Services } from '../services.ts';
import type { OperationRole } from '../types.ts';
import type { WatchHub } from '../watch-hub.ts';

/** Capabilities of a running topic: services, and answers shared by all watchers of the same query. */
export interface TopicContext extends WatchHub {
  readonly services: () => Promise<Services>;
  /** Waits for some milliseconds; rejects when the reader disconnects. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Description of a topic. */
export interface DescribedTopic<N extends string, P extends z.ZodObject, O extends z.ZodObject> {
  readonly name: N;
  readonly title: string;
  /** Content of a message, and when messages are sent. */
  readonly summary: string;
  readonly parameters: P;
  /** Schema of one message. */
  readonly output: O;
  readonly errors: readonly ErrorFactory<never>[];
  /** Role of the process that serves it, if it calls a service directly; its operations check their own roles. */
  readonly role?: OperationRole;
}

/**
 * A source of messages about changes, declared once for every face that pushes, such as server-sent events. A message is made only when
 * the reader asks for it, so that a slow reader gets the newest state and no queue grows.
 */
export interface Topic<
  N extends string = string,
  P extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
> extends DescribedTopic<N, P, O> {
  readonly parametersSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Runs on validated parameters for as long as messages are requested. */
  readonly messages: (parameters: unknown, context: TopicContext) => AsyncIterable<object>;
}
