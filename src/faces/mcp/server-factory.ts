import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type InputRequiredResult,
  type McpServerFactory,
  type Result,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { once, operationNotListed, sanitiseText, unknownOperation, type Caller, type CodedError } from '../../core/index.ts';
import {
  callOperation,
  similarOperations,
  DISPATCHERS,
  surfaceEntries,
  type CallContext,
  type Registry,
} from '../../operations/index.ts';
import { errorBody, toCodedError } from '../error-body.ts';
import type { McpFeature } from './feature.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { toTool } from './tool.ts';

/** A catalogue doesn't change while a process runs. After an upgrade, a client may use an old list for an hour. */
const CATALOGUE_TTL_MS = 3_600_000;
const PUBLIC = { ttlMs: CATALOGUE_TTL_MS, cacheScope: 'public' } as const;

export type McpFaceOptions = CallContext & {
  /** This program's version, sent to clients. */
  readonly version: string;
  readonly feature?: McpFeature;
};

/**
 * Returns a factory of servers for one surface and both protocol eras. Its tools are compiled at the first `tools/list`. A server is cheap
 * to make, because HTTP makes one for each request. Neither `initialize` nor `tools/list` touches the services. Throws
 * `unknown_surface`.
 */
export function mcpServerFactory(surface: string, options: McpFaceOptions): McpServerFactory {
  const { registry, feature, version } = options;
  const entries = surfaceEntries(registry, surface);
  const offered = new Set(entries.map(({ name }) => name));
  const tools = once(() => [...entries.map(toTool), ...(feature?.tools ?? [])]);
  const featured = new Set(feature?.tools.map(({ name }) => name));
  const settings = {
    capabilities: { tools: {}, ...feature?.capabilities },
    instructions: INSTRUCTIONS,
    ...feature?.options,
    cacheHints: { 'tools/list': PUBLIC, 'server/discover': PUBLIC, ...feature?.options.cacheHints },
  };

  const call = async (name: string, input: Readonly<Record<string, unknown>>, context: ServerContext, server: Server) => {
    if (feature && featured.has(name)) return feature.callTool(name, input, context);
    if (registry.byName.has(name) && !offered.has(name)) return errorResult(notListed(name, offered, registry));
    if (!offered.has(name)) throw unknownTool(name, offered, registry);
    return callAsTool({ ...options, signal: signalOf(context), caller: callerOf(options.caller, context, server) }, name, input);
  };

  return ({ era }) => {
    const server = new Server({ name: 'tallyfoil', title: 'Tallyfoil', version }, settings);
    server.setRequestHandler('tools/list', () => ({ tools: tools() }));
    server.setRequestHandler('tools/call', ({ params }, context): Promise<CallToolResult | InputRequiredResult> =>
      call(params.name, params.arguments ?? {}, context, server),
    );
    feature?.install(server, era);
    // Protocol 2026-07-28 requires an error.
    if (era === 'legacy') server.fallbackRequestHandler = ({ method }) => Promise.resolve(emptyList(method));
    return server;
  };
}

/** Lists that some clients ask for although they are not offered; such clients take an error for a broken server. */
const EMPTY_LISTS: Readonly<Record<string, Result>> = {
  'prompts/list': { prompts: [] },
  'resources/list': { resources: [] },
  'resources/templates/list': { resourceTemplates: [] },
};

function emptyList(method: string): Result {
  const empty = EMPTY_LISTS[method];
  if (empty === undefined) throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
  return empty;
}

/** A call ends when its client cancels it, or when the connection for its answer closes. */
const signalOf = ({ mcpReq, http }: ServerContext): AbortSignal =>
  AbortSignal.any([mcpReq.signal, ...(http?.req ? [http.req.signal] : [])]);

/** The session, if any, and the client's name for itself. */
function callerOf({ principal, via, client }: Caller, { sessionId }: ServerContext, server: Server): Caller {
  const named = server.getClientVersion();
  return {
    principal: sessionId === undefined ? principal : `mcp ${sessionId}`,
    via,
    client: named === undefined ? client : sanitiseText(`${named.name} ${named.version}`, { max: 200 }),
  };
}

/** Runs an operation; an error becomes a result that a model can read and act on. */
async function callAsTool(options: McpFaceOptions, name: string, input: unknown): Promise<CallToolResult> {
  try {
    const answer = await callOperation(options, name, input);
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };
  } catch (error) {
    return errorResult(toCodedError(error, `mcp ${name}`, options.log));
  }
}

const errorResult = (error: CodedError): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: JSON.stringify(errorBody(error)) }],
});

/** The dispatcher of this surface that runs an operation; null if there is none. */
function dispatcherOf(name: string, offered: ReadonlySet<string>, { byName }: Registry): string | null {
  const effects = byName.get(name)?.effects;
  const dispatcher = effects === undefined ? undefined : DISPATCHERS[effects];
  return dispatcher !== undefined && offered.has(dispatcher) ? dispatcher : null;
}

/** A known tool of other surfaces is refused in a result, because models see results. */
const notListed = (name: string, offered: ReadonlySet<string>, registry: Registry): CodedError =>
  operationNotListed({ operation: name, callBy: dispatcherOf(name, offered, registry), surface: 'full' });

/** The protocol requires a protocol error for an unknown tool; it still has our code and advice. */
function unknownTool(name: string, offered: ReadonlySet<string>, registry: Registry): ProtocolError {
  const canRun = (known: string) => offered.has(known) || dispatcherOf(known, offered, registry) !== null;
  const close = similarOperations(name, [...registry.byName.keys()].filter(canRun));
  const [first] = close;
  const error = unknownOperation({
    operation: sanitiseText(name, { max: 64 }),
    close,
    callBy: first === undefined || offered.has(first) ? undefined : (dispatcherOf(first, offered, registry) ?? undefined),
    ...(offered.has('find_tools') ? { search: 'find_tools' } : {}),
  });
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `${error.message} ${error.advice}`, errorBody(error));
}
