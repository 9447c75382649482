import { WebStandardStreamableHTTPServerTransport, type McpServerFactory } from '@modelcontextprotocol/server';

interface Session {
  readonly handle: (request: Request, parsedBody: unknown) => Promise<Response>;
  readonly close: () => Promise<void>;
}

interface SessionOptions {
  readonly factory: McpServerFactory;
  /** Fresh unguessable ids. */
  readonly newId: () => string;
  readonly onerror: (error: Error) => void;
  /** Most sessions. The least recently used one is evicted; its client gets 404 and starts a new one. */
  readonly limit: number;
}

const CONFLICT = 409;

/**
 * Serves the stream of notifications of a session. The transport allows one, and does not notice that its connection is gone before it
 * writes again, so a client that reconnects would be refused. Here the stream ends with its connection, and a new one replaces the old.
 */
function listening(transport: WebStandardStreamableHTTPServerTransport): (request: Request) => Promise<Response> {
  let latest: Request | null = null;
  const replace = (request: Request): Promise<Response> => {
    transport.closeStandaloneSSEStream();
    return transport.handleRequest(request);
  };
  return async (request) => {
    const first = await transport.handleRequest(request);
    // The conflict is the last check, so only a request that is valid otherwise ends the stream.
    const response = first.status === CONFLICT ? await replace(request) : first;
    if (!response.ok) return response;
    latest = request;
    request.signal.addEventListener('abort', () => {
      if (latest === request) transport.closeStandaloneSSEStream();
    });
    return response;
  };
}

/** The sessions of clients that speak protocol 2025-11-25 or older over HTTP, where a server may send requests to the client. */
export class SessionTable {
  readonly #sessions = new Map<string, Session>();
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Opens a session with its `initialize` request. */
  async open(request: Request, parsedBody: unknown): Promise<Response> {
    const { factory, newId, onerror } = this.#options;
    const server = await factory({ era: 'legacy', requestInfo: request });
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: newId,
      onsessioninitialized: (id) =>
        this.#keep(id, {
          handle: (later, body) =>
            later.method === 'GET'
              ? listen(later)
              : transport.handleRequest(later, body === undefined ? {} : { parsedBody: body }),
          close: () => server.close(),
        }),
      onsessionclosed: (id) => void this.#sessions.delete(id),
    });
    const listen = listening(transport);
    await server.connect(transport);
    transport.onerror = onerror;
    const response = await transport.handleRequest(request, { parsedBody });
    if (transport.sessionId === undefined) await server.close();
    return response;
  }

  /** Serves a request of an open session; null if no session has that id. */
  async serve(id: string, request: Request, parsedBody: unknown): Promise<Response | null> {
    const session = this.#sessions.get(id);
    if (!session) return null;
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    return session.handle(request, parsedBody);
  }

  async close(): Promise<void> {
    const open = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(open.map((session) => this.#end(session)));
  }

  #keep(id: string, session: Session): void {
    this.#sessions.set(id, session);
    const [oldest] = this.#sessions;
    if (this.#sessions.size <= this.#options.limit || !oldest) return;
    this.#sessions.delete(oldest[0]);
    void this.#end(oldest[1]);
  }

  async #end(session: Session): Promise<void> {
    try {
      await session.close();
    } catch (error) {
      this.#options.onerror(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
