import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isToolset } from '../../operations/index.ts';
import { errorBody } from '../error-body.ts';
import { createMcpHttp, type McpFaceOptions, type McpHttp } from '../mcp/index.ts';
import { requestRefused } from './errors.ts';
import { allowBrowsers } from './mcp-browsers.ts';
import { toHttpError } from './to-http-error.ts';

/** Path of each surface. */
const MOUNTS = { '/mcp': 'default', '/mcp/full': 'full', '/mcp/readonly': 'readonly', '/mcp/brief': 'brief' } as const;

const JSON_RPC_PARSE_ERROR = -32_700;
const JSON_RPC_REFUSED = -32_000;
const BAD_REQUEST = 400;
/** Messages of one batch of older clients; each may be a call. */
const MOST_MESSAGES = 50;

type McpRoutesOptions = McpFaceOptions & { readonly bodyLimit: number };

/** Mounts every MCP surface; a toolset or several at `/mcp/x/market,catalogue`. */
export async function mcpRoutes(app: FastifyInstance, options: McpRoutesOptions): Promise<void> {
  const mounted = new Map<string, McpHttp>();
  const mount = (surface: string): McpHttp => {
    const known = mounted.get(surface);
    if (known) return known;
    const made = createMcpHttp(surface, options);
    mounted.set(surface, made);
    return made;
  };
  app.addHook('onClose', async () => void (await Promise.all([...mounted.values()].map((one) => one.close()))));
  app.setErrorHandler((error: FastifyError, _request, reply) => replyAsJsonRpc(error, reply, options));

  allowBrowsers(app);
  app.addHook('onRequest', async ({ method, headers }) => {
    // Some clients send the type of a body with a DELETE that has none.
    if (method === 'DELETE') delete headers['content-type'];
  });
  // Some clients add a slash to every address, and few follow a redirect of a POST.
  for (const slash of ['', '/']) {
    for (const [url, surface] of Object.entries(MOUNTS)) {
      const { handle } = mount(surface);
      app.all(`${url}${slash}`, (request, reply) => hand(request, reply, handle));
    }
    app.all<{ Params: { toolsets: string } }>(`/mcp/x/:toolsets${slash}`, (request, reply) =>
      hand(request, reply, mount(normalised(request.params.toolsets)).handle),
    );
  }
}

/** Sorts toolsets and drops duplicates, so that equal sets are one surface. Unknown names are kept, so that the refusal can name them. */
function normalised(toolsets: string): string {
  const names = [...new Set(toolsets.split(',').map((name) => name.trim()))];
  const unknown = names.find((name) => !isToolset(name));
  return unknown ?? names.sort().join(',');
}

/** Hands over the raw request, because the MCP stack writes its own streams. */
async function hand(request: FastifyRequest, reply: FastifyReply, handle: McpHttp['handle']): Promise<FastifyReply> {
  if (Array.isArray(request.body) && request.body.length > MOST_MESSAGES)
    throw requestRefused({ reason: `a batch of over ${MOST_MESSAGES} messages` });
  reply.hijack();
  await handle(request.raw, reply.raw, request.body);
  return reply;
}

/** Refusals before the MCP stack, in its own protocol, with our code beside. */
function replyAsJsonRpc(error: FastifyError, reply: FastifyReply, { bodyLimit, log }: McpRoutesOptions): FastifyReply {
  const coded = toHttpError(error, { bodyLimit }, log);
  const code = coded.status === BAD_REQUEST ? JSON_RPC_PARSE_ERROR : JSON_RPC_REFUSED;
  return reply
    .code(coded.status)
    .send({ jsonrpc: '2.0', id: null, error: { code, message: coded.message, data: errorBody(coded) } });
}
