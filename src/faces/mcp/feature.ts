import type {
  CallToolResult,
  InputRequiredResult,
  Server,
  ServerCapabilities,
  ServerContext,
  ServerEventBus,
  ServerOptions,
  Tool,
} from '@modelcontextprotocol/server';

/** An addition to the catalogue in the same MCP server: prompts, resources or further tools. */
export interface McpFeature {
  readonly capabilities: ServerCapabilities;
  readonly options: Pick<ServerOptions, 'cacheHints' | 'requestState'>;
  readonly tools: readonly Tool[];
  /** Runs one of `tools`. */
  callTool(
    name: string,
    input: Readonly<Record<string, unknown>>,
    context: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult>;
  /** Adds request handlers to a server before it starts serving. */
  install(server: Server, era: 'legacy' | 'modern'): void;
  /** Announces changes to listeners. */
  readonly bus?: ServerEventBus;
}
