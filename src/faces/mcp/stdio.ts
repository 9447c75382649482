import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport, type StdioServerHandle } from '@modelcontextprotocol/server/stdio';
import type { Readable, Writable } from 'node:stream';
import { errorBody } from '../error-body.ts';
import { BoundedLines, type RefusedLine } from './bounded-lines.ts';
import { messageRefused } from './errors.ts';
import { MessageLines } from './message-lines.ts';
import { mcpServerFactory, type McpFaceOptions } from './server-factory.ts';

type McpStdioOptions = McpFaceOptions & { readonly surface: string; readonly transport: Transport };

/** A transport over two streams. */
export interface StdioTransport extends Transport {
  /** Resolves once the client has closed its end and its requests are answered. */
  readonly ended: Promise<void>;
}

/** The same limits as over HTTP. */
const LINE_BOUNDS = { maxLength: 1_048_576, maxItems: 10_000 };
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/** MCP on two streams. A line that is oversized or broken is answered with a JSON-RPC error, and reading continues. */
export function boundedStdio(input: Readable, output: Writable): StdioTransport {
  const refuse =
    (code: number) =>
    ({ reason, id }: RefusedLine): void => {
      const coded = messageRefused({ reason });
      const error = { code, message: coded.message, data: errorBody(coded) };
      output.write(`${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`);
    };
  const lines = new BoundedLines(LINE_BOUNDS, refuse(INVALID_REQUEST));
  const messages = new MessageLines({ noJson: refuse(PARSE_ERROR), noMessage: refuse(INVALID_REQUEST) });
  // A read error means that the terminal, and so the client, is gone.
  for (const event of ['error', 'close']) input.on(event, () => void (lines.writableEnded || lines.end()));
  const transport = new StdioServerTransport(input.pipe(lines).pipe(messages), output);
  const send = transport.send.bind(transport);
  const ended = new Promise<void>((resolve) => void messages.once('end', resolve));
  return Object.assign(transport, {
    ended,
    async send(message: Parameters<typeof send>[0]) {
      await send(message);
      messages.sent(message);
    },
  });
}

/** Serves one surface over stdio, in whichever protocol era the client opens with. Throws `unknown_surface`. */
export function serveMcpStdio({ surface, transport, ...options }: McpStdioOptions): StdioServerHandle {
  const onerror = (error: Error) => options.log.debug({ surface, error: error.message }, 'MCP over stdio');
  return serveStdio(mcpServerFactory(surface, options), { onerror, transport });
}
