/**
 * Declared capabilities of common clients, from their documents and reports of users, November 2026. Add a line when a client gains a
 * capability.
 */
export interface Family {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  readonly protocolVersion: string;
  readonly clientInfo: { readonly name: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, object>>;
  /** The part of a tool's result that reaches the model. */
  readonly modelSees: 'structured' | 'content' | 'both';
  /** Longest name of a tool, with the server's before it. */
  readonly nameLimit: number;
  readonly toolLimit: number;
}

const UI = { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } };

export const FAMILIES: readonly Family[] = [
  {
    name: 'claude-desktop',
    transport: 'stdio',
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'claude-ai', version: '0.1.0' },
    capabilities: { extensions: UI },
    modelSees: 'both',
    nameLimit: 64,
    toolLimit: 100,
  },
  {
    name: 'claude-code',
    transport: 'stdio',
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'claude-code', version: '2.0.0' },
    capabilities: { roots: {}, elicitation: { form: {} } },
    modelSees: 'structured',
    nameLimit: 64,
    toolLimit: 200,
  },
  {
    name: 'cursor',
    transport: 'stdio',
    protocolVersion: '2025-06-18',
    clientInfo: { name: 'cursor-vscode', version: '1.0.0' },
    capabilities: { roots: { listChanged: false }, elicitation: {}, extensions: UI },
    modelSees: 'content',
    nameLimit: 60,
    toolLimit: 40,
  },
  {
    name: 'vscode',
    transport: 'http',
    protocolVersion: '2025-11-25',
    clientInfo: { name: 'Visual Studio Code', version: '1.118.0' },
    capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} }, extensions: UI },
    modelSees: 'content',
    nameLimit: 64,
    toolLimit: 128,
  },
  {
    name: 'codex',
    transport: 'stdio',
    protocolVersion: '2025-06-18',
    clientInfo: { name: 'codex-mcp-client', version: '0.154.0' },
    capabilities: {},
    modelSees: 'both',
    nameLimit: 64,
    toolLimit: 100,
  },
];
