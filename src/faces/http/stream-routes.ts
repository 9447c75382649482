import type { FastifyInstance } from 'fastify';
import { CodedError, type Clock } from '../../core/index.ts';
import { admit, openTopic, TOPICS, type LocalContext, type Topic, type WatchHub } from '../../operations/index.ts';
import { errorBody, toCodedError } from '../error-body.ts';
import { callerOf } from './caller.ts';
import { tooManyStreams } from './errors.ts';
import { openEventStream, type EventWriter } from './event-writer.ts';
import { wantedTopics } from './stream-query.ts';

export interface StreamRoutesOptions extends Omit<LocalContext, 'caller' | 'signal'> {
  readonly token: string | null;
  readonly hub: WatchHub;
  readonly clock: Pick<Clock, 'after'>;
}

export const STREAM = '/api/v1/stream/';
const MOST_STREAMS = 64;

/** Serves each topic as server-sent events; a path with commas joins several on one connection. */
export async function streamRoutes(app: FastifyInstance, options: StreamRoutesOptions): Promise<void> {
  const open = new Set<AbortController>();
  // Runs before the connections are closed, so that each reader gets a clean end.
  app.addHook('preClose', async () => open.forEach((one) => one.abort()));
  app.get('/api/v1/topics', () => ({
    topics: [...TOPICS.values()].map(({ name, title, summary, parametersSchema }) => ({
      name,
      title,
      summary,
      parameters_schema: parametersSchema,
    })),
  }));
  app.get<{ Params: { topics: string }; Querystring: Record<string, unknown> }>(
    `${STREAM}:topics`,
    async ({ params, query, headers }, reply) => {
      const wanted = wantedTopics(params.topics, query);
      if (open.size >= MOST_STREAMS) throw tooManyStreams({ limit: MOST_STREAMS });
      const context = { ...options, caller: callerOf(headers, reply.raw, options.token) };
      const ending = new AbortController();
      open.add(ending);
      try {
        const admitted = await Promise.all(
          wanted.map(async ({ topic, raw }) => ({ topic, parameters: await admit(topic, raw, context) })),
        );
        reply.hijack();
        const writer = openEventStream(reply.raw, options.clock, () => ending.abort());
        await Promise.all(admitted.map(({ topic, parameters }) => pump(topic, parameters, writer, ending.signal, context)));
        writer.end();
      } finally {
        open.delete(ending);
      }
      return reply;
    },
  );
}

/** Sends one topic's messages; requests each when the socket can accept it. A refusal ends only this topic. */
async function pump(
  topic: Topic,
  parameters: unknown,
  writer: EventWriter,
  signal: AbortSignal,
  { hub, clock, ...context }: StreamRoutesOptions & LocalContext,
): Promise<void> {
  const messages = openTopic(topic, parameters, { context, hub, clock, signal });
  try {
    for (;;) {
      await writer.ready();
      const { value, done } = await messages.next();
      if (done === true || signal.aborted) return;
      if ('message' in value) writer.send(topic.name, value.message);
      else writer.send('problem', { topic: topic.name, ...value.problem });
    }
  } catch (error) {
    const coded = error instanceof CodedError ? error : toCodedError(error, topic.name, context.log);
    writer.send('refused', { topic: topic.name, ...errorBody(coded) });
  }
}
