import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, InMemoryServerEventBus, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { McpFeature } from '../../../src/faces/mcp/index.ts';
import { askingTools, type Round } from './asking-tools.ts';
import { installPrompts } from './prompts.ts';
import { installResources } from './resources.ts';
import { simpleTools } from './simple-tools.ts';

const KEY_BYTES = 32;
const HINT = { ttlMs: 60_000, cacheScope: 'public' } as const;

/** The tools, prompts and resources that the conformance referee has hard-coded, to be mounted beside our own. */
export function conformanceFeature(): McpFeature {
  const bus = new InMemoryServerEventBus();
  const codec = createRequestStateCodec<Round>({ key: randomBytes(KEY_BYTES) });
  const fixtures = [...simpleTools(bus), ...askingTools(codec)];
  const byName = new Map(fixtures.map((fixture) => [fixture.name, fixture]));
  return {
    bus,
    capabilities: {
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { subscribe: true, listChanged: true },
      completions: {},
      logging: {},
    },
    options: {
      requestState: { verify: codec.verify },
      cacheHints: {
        'prompts/list': HINT,
        'resources/list': HINT,
        'resources/templates/list': HINT,
        'resources/read': HINT,
      },
    },
    tools: fixtures.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: inputSchema ?? { type: 'object', properties: {} },
    })),
    callTool: async (name, input, context) => {
      const fixture = byName.get(name);
      if (!fixture) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${name}.`);
      return fixture.run(input, context);
    },
    install: (server) => {
      installPrompts(server);
      installResources(server);
    },
  };
}
