import { SOURCES } from '../../core/index.ts';
import { TOPICS, type Entry, type Registry } from '../../operations/index.ts';
import { STREAM } from './stream-routes.ts';

type Json = Readonly<Record<string, unknown>>;

const ERROR_REF = { $ref: '#/components/schemas/error' };
const content = (schema: Json) => ({ 'application/json': { schema } });
const errorResponse = (description: string) => ({ description, content: content(ERROR_REF) });

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error', 'code', 'message', 'advice'],
  properties: {
    error: { type: 'string', description: 'Short name.' },
    code: { type: 'string', description: 'TF_<AREA>_<REASON>.' },
    message: { type: 'string', description: 'What happened.' },
    advice: { type: 'string', description: 'What to do next.' },
  },
  additionalProperties: true,
} as const;

const HEALTH_SCHEMA = {
  type: 'object',
  required: ['status', 'reasons'],
  properties: {
    status: { enum: ['ok', 'degraded', 'down'], description: "The server's health." },
    source: { enum: [...SOURCES], description: 'Source of the data; absent if several processes answer.' },
    reasons: { type: 'array', items: { type: 'string' }, description: 'Why it is not ok.' },
  },
  additionalProperties: true,
} as const;

/** Errors of an operation by HTTP status: its own errors, and the errors that any call can have. */
function failures(entry: Entry): Record<string, Json> {
  const names = new Map<number, Set<string>>();
  const add = (status: number, name: string) => names.set(status, (names.get(status) ?? new Set()).add(name));
  for (const { status, publicName } of entry.operation.errors) add(status, publicName);
  add(400, 'invalid_input');
  add(400, 'body_not_json');
  add(403, 'http_host_refused');
  add(413, 'body_too_large');
  add(415, 'unsupported_media_type');
  add(500, 'internal_error');
  const sorted = [...names].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, set]) => [String(status), errorResponse([...set].join(', '))]));
}

function callPath(entry: Entry): Json {
  const { name, title, description, toolset, effects, examples, alias } = entry;
  const shown = examples.map(({ ask, input }, index) => [`example${index + 1}`, { summary: ask, value: input }] as const);
  return {
    post: {
      operationId: name,
      summary: title,
      description,
      tags: [toolset],
      'x-effects': effects,
      ...(alias ? { 'x-alias-of': alias.operation } : {}),
      requestBody: {
        required: false,
        content: { 'application/json': { schema: entry.inputSchema, examples: Object.fromEntries(shown) } },
      },
      responses: {
        200: { description: 'The answer.', content: content({ $ref: `#/components/schemas/${entry.operation.name}_answer` }) },
        ...failures(entry),
      },
    },
  };
}

/** One path for each topic, although a reader may join several. Each event's data has the schema of its path. */
const streamPaths = () =>
  [...TOPICS.values()].map(({ name, title, summary, parametersSchema, errors }) => {
    const { properties = {}, required = [] } = parametersSchema as {
      properties?: Readonly<Record<string, Json>>;
      required?: readonly string[];
    };
    const parameters = Object.entries(properties).map(([parameter, { description, ...schema }]) => ({
      name: parameter,
      in: 'query',
      required: required.includes(parameter),
      description,
      schema,
    }));
    const refusals = errors.map(({ status, publicName }) => [String(status), errorResponse(publicName)] as const);
    return [
      `${STREAM}${name}`,
      {
        get: {
          operationId: `stream_${name}`,
          summary: title,
          description: `${summary} Server-sent events: \`${name}\` with a message, \`problem\` while no message is available, \`refused\` when the topic ends.`,
          tags: ['stream'],
          parameters,
          responses: {
            200: {
              description: 'The events.',
              content: { 'text/event-stream': { schema: { $ref: `#/components/schemas/${name}_message` } } },
            },
            ...Object.fromEntries(refusals),
            400: errorResponse('invalid_input'),
            403: errorResponse('http_host_refused'),
            500: errorResponse('internal_error'),
          },
        },
      },
    ] as const;
  });

/** The OpenAPI 3.1 document of a catalogue. */
export function openApiDocument(registry: Registry, version: string): Json {
  const operations = registry.entries.filter(({ alias }) => alias === null);
  const answers = operations.map(({ name, outputSchema }) => [`${name}_answer`, outputSchema] as const);
  const messages = [...TOPICS.values()].map(({ name, outputSchema }) => [`${name}_message`, outputSchema] as const);
  const calls = registry.entries.map((entry) => [`/api/v1/call/${entry.name}`, callPath(entry)] as const);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallyfoil',
      version,
      description: 'Market intelligence: every number is real and can prove it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: {
      ...Object.fromEntries(calls),
      ...Object.fromEntries(streamPaths()),
      '/api/v1/topics': {
        get: {
          operationId: 'topics',
          summary: 'Every topic',
          responses: { 200: { description: 'The topics.', content: content({ type: 'object' }) } },
        },
      },
      '/api/v1/operations': {
        get: {
          operationId: 'operations',
          summary: 'Every operation and alias',
          responses: { 200: { description: 'The catalogue.', content: content({ type: 'object' }) } },
        },
      },
      '/health': {
        get: {
          operationId: 'health',
          summary: 'Health of the server',
          responses: {
            200: { description: 'Serving.', content: content(HEALTH_SCHEMA) },
            503: { description: 'Not serving.', content: content(HEALTH_SCHEMA) },
          },
        },
      },
      '/metrics': {
        get: {
          operationId: 'metrics',
          summary: 'Metrics, Prometheus text format',
          responses: { 200: { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } } },
        },
      },
    },
    components: { schemas: { error: ERROR_SCHEMA, ...Object.fromEntries(answers), ...Object.fromEntries(messages) } },
  };
}
