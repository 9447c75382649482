import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio, type StdioServerHandle } from '@modelcontextprotocol/server/stdio';
import { mcpServerFactory, type McpFaceOptions } from './server-factory.ts';

interface McpStdioOptions extends McpFaceOptions {
  readonly surface: string;
  /** Instead of the process's own stdin and stdout. */
  readonly transport?: Transport;
}

/** Serves one surface over stdio, in whichever protocol era the client opens with. Throws `unknown_surface`. */
export function serveMcpStdio({ surface, transport, ...options }: McpStdioOptions): StdioServerHandle {
  const onerror = (error: Error) => options.log.debug({ surface, error: error.message }, 'MCP over stdio');
  return serveStdio(mcpServerFactory(surface, options), { onerror, ...(transport ? { transport } : {}) });
}
