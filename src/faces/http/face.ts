import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Registry as MetricsRegistry } from 'prom-client';
import { CATALOGUE_HEADER, DETAIL_HEADER, once, sanitiseText, type Clock, type Source } from '../../core/index.ts';
import {
  callOperation,
  catalogueHash,
  createWatchHub,
  type LocalContext,
  type Registry,
  type WatchHub,
} from '../../operations/index.ts';
import { errorBody } from '../error-body.ts';
import type { McpFeature } from '../mcp/index.ts';
import { callerOf, leavingOf } from './caller.ts';
import { methodRefused, requestRefused, routeUnknown } from './errors.ts';
import { hostGuard } from './guard.ts';
import { mcpRoutes } from './mcp-routes.ts';
import { HTTP_LIMITS, type HttpLimits } from './limits.ts';
import { openApiDocument } from './openapi.ts';
import { pageRoutes, type PageFile } from './page-routes.ts';
import { limitBodies, limitedServer } from './request-limits.ts';
import { streamRoutes } from './stream-routes.ts';
import { toHttpError } from './to-http-error.ts';

const MAX_URL = 200;

export interface Health {
  /** Source of the data; absent if several processes contribute to the answer. */
  readonly source?: Source;
  readonly status: 'ok' | 'degraded' | 'down';
  /** Reasons why it is not ok; else empty. */
  readonly reasons: readonly string[];
}

export interface HttpFaceOptions extends Omit<LocalContext, 'caller' | 'signal'> {
  /** The catalogue for programs, with `detail` full. */
  readonly registry: Registry;
  /** The catalogue for models, with `detail` concise. */
  readonly mcpRegistry: Registry;
  readonly version: string;
  /** Token of a process that may name its caller; absent or null: no named caller is accepted. */
  readonly token?: string | null;
  /** `down` is answered with 503. */
  readonly health: () => Promise<Health>;
  readonly metrics: Pick<MetricsRegistry, 'metrics' | 'contentType'>;
  /** Host names to accept besides those of this machine. */
  readonly allowedHosts?: readonly string[];
  readonly feature?: McpFeature;
  /** The page, by path; null if it was not built. */
  readonly page: ReadonlyMap<string, PageFile> | null;
  /** Answers the queries of topics. Default: a new hub. */
  readonly hub?: WatchHub;
  /** Clock for pushed messages. */
  readonly clock: Pick<Clock, 'after' | 'now'>;
  readonly limits?: HttpLimits;
}

/** The whole HTTP face: operations, OpenAPI, health, metrics, MCP. The caller binds it. */
export function createHttpFace(options: HttpFaceOptions): FastifyInstance {
  const { registry, mcpRegistry, services, roles, log, measure, version, feature, allowedHosts = [] } = options;
  const { limits = HTTP_LIMITS, token = null } = options;
  const { bodyBytes: bodyLimit } = limits;
  const app = Fastify({
    ...limitedServer(limits),
    routerOptions: { maxParamLength: MAX_URL },
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const coded = toHttpError(error, { bodyLimit }, log);
      void reply.code(coded.status).send(errorBody(coded));
    },
  });
  const guard = hostGuard(allowedHosts);
  app.addHook('onRequest', async ({ headers }) => guard(headers));
  limitBodies(app, limits);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const coded = toHttpError(error, { bodyLimit }, log);
    return reply.code(coded.status).send(errorBody(coded));
  });
  app.setNotFoundHandler(({ url, method }, reply) => {
    const [path = url] = url.split('?');
    const route = sanitiseText(path, { max: MAX_URL });
    const allowed = (['GET', 'POST'] as const).filter(
      (verb) => verb !== method && app.findRoute({ url: path, method: verb }) !== null,
    );
    const taken = allowed.length > 0 || (method !== 'POST' && path.startsWith(CALL));
    const verbs = allowed.length > 0 ? allowed : ['POST'];
    const error = taken ? methodRefused({ method, route, allowed: verbs }) : routeUnknown({ route });
    if (taken) void reply.header('allow', verbs.join(', '));
    return reply.code(error.status).send(errorBody(error));
  });

  const context = { registry, services, log, ...(roles ? { roles } : {}), ...(measure ? { measure } : {}) };
  app.post<{ Params: { operation: string } }>(`${CALL}:operation`, ({ params, body, headers }, reply) => {
    void reply.header(CATALOGUE_HEADER, catalogueHash(registry));
    const caller = callerOf(headers, reply.raw, token);
    const asked = { ...context, caller, signal: leavingOf(reply.raw) };
    return callOperation(isConcise(headers[DETAIL_HEADER]) ? { ...asked, registry: mcpRegistry } : asked, params.operation, body);
  });
  const catalogue = once(() => ({ catalogue: catalogueHash(registry), ...listing(registry) }));
  app.get('/api/v1/operations', () => catalogue());
  const document = once(() => openApiDocument(registry, version));
  app.get('/openapi.json', () => document());
  app.get('/health', async (_request, reply) => {
    const health = await options.health();
    return reply.code(health.status === 'down' ? 503 : 200).send({ ...health, version });
  });
  app.get('/metrics', async (_request, reply) => reply.type(options.metrics.contentType).send(await options.metrics.metrics()));
  void app.register(pageRoutes, { page: options.page });
  const { clock, hub = createWatchHub({ context, clock }) } = options;
  void app.register(streamRoutes, { ...context, hub, clock, token });
  void app.register(mcpRoutes, {
    ...context,
    registry: mcpRegistry,
    caller: { principal: 'mcp', via: 'http', client: null },
    version,
    bodyLimit,
    ...(feature ? { feature } : {}),
  });
  return app;
}

const CALL = '/api/v1/call/';

/** The `detail` that a forwarding process requests for its model. Throws `bad_request` for another value. */
function isConcise(detail: string | string[] | undefined): boolean {
  if (detail === undefined || detail === 'full') return false;
  if (detail === 'concise') return true;
  throw requestRefused({ reason: `the header ${DETAIL_HEADER} is neither concise nor full` });
}

/** The catalogue for programs. */
const listing = ({ entries }: Registry) => ({
  operations: entries.map(({ name, title, toolset, effects, description, alias, examples, inputSchema }) => ({
    name,
    title,
    toolset,
    effects,
    description,
    alias_of: alias?.operation ?? null,
    examples,
    input_schema: inputSchema,
  })),
});
