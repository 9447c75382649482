import type { z } from 'zod';
import {
  CodedError,
  internalError,
  invalidInput,
  onceEach,
  sanitiseText,
  visibleValue,
  type Clock,
  type ErrorBody,
} from '../../core/index.ts';
import { callOperation, labelled, type Answer, type LocalContext } from '../call.ts';
import { refuseElsewhere } from '../roles.ts';
import { inputProblem } from '../input-problems.ts';
import { TOPICS } from './catalogue.ts';
import { unknownTopic } from './errors.ts';
import type { Topic, TopicContext } from './types.ts';
import type { WatchHub } from '../watch-hub.ts';

/** A message, or a temporary problem; the topic continues after a problem. */
export type TopicMessage = { readonly message: Answer } | { readonly problem: ErrorBody };

export interface OpenOptions {
  readonly context: LocalContext;
  readonly hub: WatchHub;
  readonly clock: Pick<Clock, 'after'>;
  /** Ends the topic. */
  readonly signal: AbortSignal;
}

/** Milliseconds between a problem and the next attempt. */
const RETRY_MS = 1_000;
const SERVER_SIDE = 500;

/** Throws `unknown_topic`. */
export function findTopic(name: string): Topic {
  const topic = TOPICS.get(name);
  if (topic === undefined) throw unknownTopic({ topic: sanitiseText(name, { max: 40 }), known: [...TOPICS.keys()] });
  return topic;
}

/**
 * Checks a reader's parameters before anything is sent. Throws `invalid_input` with each invalid parameter, or `symbol_not_indexed` or
 * `backend_unavailable` for its market.
 */
export async function admit(topic: Topic, raw: unknown, context: LocalContext): Promise<unknown> {
  const checked = topic.parameters.safeParse(raw);
  if (!checked.success)
    throw invalidInput({
      operation: topic.name,
      problems: checked.error.issues.slice(0, 8).map((issue) => inputProblem(issue, raw)),
    });
  const { symbol, venue } = checked.data as { symbol?: string; venue?: string };
  if (symbol !== undefined) await callOperation(context, 'get_data_health', { symbol, venue });
  return checked.data;
}

const problemOf = ({ path, message }: z.core.$ZodIssue): string =>
  `${path.map((part) => sanitiseText(String(part), { max: 40 })).join('.')}: ${sanitiseText(message)}`;

class Ended extends Error {}

function pauseOn(clock: Pick<Clock, 'after'>, signal: AbortSignal): TopicContext['pause'] {
  return (ms) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Ended());
      const cancel = clock.after(ms, () => {
        signal.removeEventListener('abort', end);
        resolve();
      });
      const end = () => {
        cancel();
        reject(new Ended());
      };
      signal.addEventListener('abort', end, { once: true });
    });
}

/**
 * Every face runs topics through this function. It checks each message. A temporary error (status 500 and above) is reported once and
 * retried; an error of the request is thrown. Ends with the signal. A message is made only when the reader asks for it.
 */
export async function* openTopic(topic: Topic, parameters: unknown, options: OpenOptions): AsyncGenerator<TopicMessage, void> {
  const { context, hub, clock, signal } = options;
  const pause = pauseOn(clock, signal);
  const reach: TopicContext = { ...hub, services: context.services, pause };
  let reported = '';
  while (!signal.aborted) {
    try {
      refuseElsewhere(topic.name, topic.role ?? 'any', context.roles);
      for await (const raw of topic.messages(parameters, reach)) {
        reported = '';
        yield { message: checkMessage(topic, raw, context) };
        if (signal.aborted) return;
      }
      return;
    } catch (error) {
      if (error instanceof Ended) return;
      const coded = codedFrom(error, topic, context);
      if (coded.status < SERVER_SIDE) throw coded;
      const problem = coded.toBody();
      if (reported !== JSON.stringify(problem)) yield { problem };
      reported = JSON.stringify(problem);
      await pause(RETRY_MS).catch(() => undefined);
    }
  }
}

function codedFrom(error: unknown, { name }: Topic, { log }: LocalContext): CodedError {
  if (error instanceof CodedError) return error;
  log.error({ topic: name, error }, 'a topic failed');
  return internalError({ where: name }, error);
}

/** Checks a message by its topic's schema. A message that several readers share is checked once. */
const checkedBy = onceEach(({ output }: Topic) =>
  onceEach((raw: object) => {
    const { data, error } = output.safeParse(raw);
    return error === undefined ? { message: visibleValue(labelled(data)) } : { problems: error.issues };
  }),
);

/** A message that violates its own schema is a defect of this program and is never sent. */
function checkMessage(topic: Topic, raw: object, { log }: LocalContext): Answer {
  const checked = checkedBy(topic)(raw);
  if ('message' in checked) return checked.message;
  log.error({ topic: topic.name, problems: checked.problems.slice(0, 8).map(problemOf) }, 'a message breaks its own schema');
  throw internalError({ where: topic.name });
}
