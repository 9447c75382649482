import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** A client of a server's default MCP surface. */
export async function mcpClient(url: string): Promise<Client> {
  const client = new Client({ name: 'tallyfoil-bench', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)));
  return client;
}

/** Calls a tool; its structured answer. Throws on a tool error. */
export async function callTool(client: Client, name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
  if (isError === true) throw new Error(`${name} failed: ${JSON.stringify(content)}`);
  return structuredContent as Record<string, unknown>;
}
