import {
  CLIENT_CAPABILITIES_META_KEY,
  type CallToolResult,
  type ClientCapabilities,
  type InputRequiredResult,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';

/** A tool that the referee calls by its hard-coded name. */
export interface FixtureTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema?: Tool['inputSchema'];
  run(
    input: Readonly<Record<string, unknown>>,
    context: ServerContext,
  ): CallToolResult | InputRequiredResult | Promise<CallToolResult | InputRequiredResult>;
}

export const text = (said: string): CallToolResult => ({ content: [{ type: 'text', text: said }] });

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The capabilities that the client of this request declared; the SDK leaves the envelope untyped. */
export const declaredCapabilities = ({ envelope }: ServerContext['mcpReq']): ClientCapabilities | undefined =>
  (envelope as Readonly<Record<string, ClientCapabilities | undefined>> | undefined)?.[CLIENT_CAPABILITIES_META_KEY];
