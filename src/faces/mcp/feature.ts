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

/** Something served beside the catalogue on the same stack: prompts, resources, further tools. */
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
  /** Adds request handlers to a server that is about to serve. */
  install(server: Server, era: 'legacy' | 'modern'): void;
  /** Where changes are announced to those who listen. */
  readonly bus?: ServerEventBus;
}
