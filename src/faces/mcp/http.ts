import { randomUUID } from 'node:crypto';
import { createMcpHandler, isInitializeRequest, isLegacyRequest, legacyStatelessFallback } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { meantMessage } from './meant-message.ts';
import { mcpServerFactory, type McpFaceOptions } from './server-factory.ts';
import { SessionTable } from './sessions.ts';

/** Most sessions of older clients for one surface. */
const SESSION_LIMIT = 128;

/** One surface over HTTP. `handle` expects a request with a parsed body or without a body. */
export interface McpHttp {
  readonly handle: (request: IncomingMessage, response: ServerResponse, parsedBody: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Serves one surface over Streamable HTTP. Protocol 2026-07-28 has one server object for each request; older protocols have sessions, or
 * none if the client sends none. The caller must guard against foreign hosts and origins. Throws `unknown_surface`.
 */
export function createMcpHttp(surface: string, options: McpFaceOptions): McpHttp {
  const { log, feature } = options;
  const onerror = (error: Error) => log.debug({ surface, error: error.message }, 'MCP request refused');
  const factory = mcpServerFactory(surface, options);
  const modern = createMcpHandler(factory, { legacy: 'reject', onerror, ...(feature?.bus ? { bus: feature.bus } : {}) });
  const stateless = legacyStatelessFallback(factory, onerror);
  const sessions = new SessionTable({ factory, newId: randomUUID, onerror, limit: SESSION_LIMIT });

  const legacy = async (request: Request, parsedBody: unknown): Promise<Response> => {
    const id = request.headers.get('mcp-session-id');
    const served = id === null ? null : await sessions.serve(id, request, parsedBody);
    if (served) return served;
    // After a restart some clients still send the id of their old session when they begin a new one.
    if (isInitialize(parsedBody)) return sessions.open(request, parsedBody);
    if (id !== null) return unknownSession();
    return stateless(request, parsedBody === undefined ? {} : { parsedBody });
  };

  const fetch = async (received: Request, { parsedBody }: { parsedBody?: unknown } = {}): Promise<Response> => {
    const request = withBothTypes(received);
    return (await isLegacyRequest(request, parsedBody))
      ? legacy(request, parsedBody)
      : modern.fetch(request, parsedBody === undefined ? {} : { parsedBody });
  };

  const node = toNodeHandler({ fetch }, { onerror });
  return {
    handle: (request, response, parsedBody) => {
      sendHeadAtOnce(response);
      return node(request as NodeMcpRequest, response, meantMessage(parsedBody));
    },
    close: async () => void (await Promise.all([modern.close(), sessions.close()])),
  };
}

/** Node sends a head with the first bytes of its body. A client would wait for the head of a stream until its first event. */
function sendHeadAtOnce(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, headers: OutgoingHttpHeaders) => {
    writeHead(status, headers);
    if (String(headers['content-type']).includes('text/event-stream')) response.flushHeaders();
    return response;
  }) as typeof response.writeHead;
}

/** The SDK's type requires a method; Node's type allows undefined, which never occurs on a server. */
type NodeMcpRequest = IncomingMessage & { method: string; url: string };

const BOTH_TYPES = 'application/json, text/event-stream';

/** A client that accepts anything accepts the two types that the protocol wants named. */
function withBothTypes(request: Request): Request {
  const accept = request.headers.get('accept');
  if (request.method !== 'POST' || (accept !== null && !accept.includes('*/*'))) return request;
  const headers = new Headers(request.headers);
  headers.set('accept', BOTH_TYPES);
  return new Request(request, { headers });
}

const isInitialize = (body: unknown): boolean =>
  Array.isArray(body) ? body.some(isInitializeRequest) : isInitializeRequest(body);

const SESSION_NOT_FOUND = -32_001;

const unknownSession = (): Response =>
  Response.json({ jsonrpc: '2.0', error: { code: SESSION_NOT_FOUND, message: 'Session not found' }, id: null }, { status: 404 });
