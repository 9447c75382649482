import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport, type StdioServerHandle } from '@modelcontextprotocol/server/stdio';
import type { Readable, Writable } from 'node:stream';
import { errorBody } from '../error-body.ts';
import { BoundedLines } from './bounded-lines.ts';
import { messageRefused } from './errors.ts';
import { meantLines } from './meant-message.ts';
import { mcpServerFactory, type McpFaceOptions } from './server-factory.ts';

type McpStdioOptions = McpFaceOptions & {
  readonly surface: string;
  /** Replaces the process's own stdin and stdout. */
  readonly transport?: Transport;
};

/** The same limits as over HTTP. */
const LINE_BOUNDS = { maxLength: 1_048_576, maxItems: 10_000 };
const INVALID_REQUEST = -32_600;

/** MCP on two streams. An oversized line is answered with a JSON-RPC error, and reading continues. */
export function boundedStdio(input: Readable, output: Writable): Transport {
  const lines = new BoundedLines(LINE_BOUNDS, ({ reason, id }) => {
    const coded = messageRefused({ reason });
    const error = { code: INVALID_REQUEST, message: coded.message, data: errorBody(coded) };
    output.write(`${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`);
  });
  // A read error means that the terminal, and so the client, is gone.
  input.on('error', () => lines.end());
  return new StdioServerTransport(input.pipe(lines).pipe(meantLines()), output);
}

/** Serves one surface over stdio, in whichever protocol era the client opens with. Throws `unknown_surface`. */
export function serveMcpStdio({ surface, transport, ...options }: McpStdioOptions): StdioServerHandle {
  const onerror = (error: Error) => options.log.debug({ surface, error: error.message }, 'MCP over stdio');
  const factory = mcpServerFactory(surface, options);
  return serveStdio(factory, { onerror, transport: transport ?? boundedStdio(process.stdin, process.stdout) });
}
