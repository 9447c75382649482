import type { FastifyInstance } from 'fastify';

/** Request headers of the protocol, and response headers that a client has to read. */
const SENT = 'accept, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id';
const READ = 'mcp-protocol-version, mcp-session-id';
const METHODS = 'GET, POST, DELETE';
const PREFLIGHT_SECONDS = '600';

/**
 * Lets a client that runs in a page read the answers, such as an inspector of the protocol. The guard has refused every Origin but those
 * of this machine and of allowed hosts.
 */
export function allowBrowsers(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    const { origin } = headers;
    if (origin === undefined) return;
    const { raw } = reply;
    raw.setHeader('access-control-allow-origin', origin);
    raw.setHeader('vary', 'origin');
    raw.setHeader('access-control-expose-headers', READ);
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return;
    raw.setHeader('access-control-allow-methods', METHODS);
    raw.setHeader('access-control-allow-headers', SENT);
    raw.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
    await reply.code(204).send();
  });
}
