import { MissingRequiredClientCapabilityError, type CallToolResult, type ServerEventBus } from '@modelcontextprotocol/server';
import { declaredCapabilities, pause, text, type FixtureTool } from './fixture.ts';
import { PNG, WAV } from './media.ts';

const PAUSE_MS = 50;
const image = { type: 'image', data: PNG, mimeType: 'image/png' } as const;

const fixed = (name: string, description: string, result: CallToolResult): FixtureTool => ({
  name,
  description,
  run: () => result,
});

/** Tools whose results are fixed, or that speak while they run. */
export const simpleTools = (bus: ServerEventBus): readonly FixtureTool[] => [
  fixed('test_simple_text', 'Text.', text('This is a simple text response for testing.')),
  fixed('test_image_content', 'An image.', { content: [image] }),
  fixed('test_audio_content', 'Audio.', { content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  fixed('test_embedded_resource', 'A resource.', {
    content: [
      {
        type: 'resource',
        resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' },
      },
    ],
  }),
  fixed('test_multiple_content_types', 'Three kinds of content.', {
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' },
      },
    ],
  }),
  fixed('test_error_handling', 'Always an error.', {
    isError: true,
    ...text('This tool intentionally returns an error for testing'),
  }),
  {
    name: 'test_tool_with_logging',
    description: 'Logs three times.',
    run: async (_input, { mcpReq }) => {
      await mcpReq.log('info', 'Tool execution started');
      await pause(PAUSE_MS);
      await mcpReq.log('info', 'Tool processing data');
      await pause(PAUSE_MS);
      await mcpReq.log('info', 'Tool execution completed');
      return text('Logged three times.');
    },
  },
  {
    name: 'test_logging_tool',
    description: 'Logs once, to whoever asked for logs.',
    run: async (_input, { mcpReq }) => {
      await mcpReq.log('info', 'Only for those who asked');
      return text('Logged once.');
    },
  },
  {
    name: 'test_tool_with_progress',
    description: 'Reports progress three times.',
    run: async (_input, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined) {
          await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
        }
        if (progress < 100) await pause(PAUSE_MS);
      }
      return text('Done.');
    },
  },
  {
    name: 'test_missing_capability',
    description: 'Needs a client that samples.',
    run: (_input, { mcpReq }) => {
      const declared = declaredCapabilities(mcpReq);
      if (!declared?.sampling) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
      return text('The client samples.');
    },
  },
  {
    name: 'test_trigger_tool_change',
    description: 'Announces that the tools changed.',
    run: () => {
      bus.publish({ kind: 'tools_list_changed' });
      return text('Announced.');
    },
  },
  {
    name: 'test_trigger_prompt_change',
    description: 'Announces that the prompts changed.',
    run: () => {
      bus.publish({ kind: 'prompts_list_changed' });
      return text('Announced.');
    },
  },
  {
    name: 'json_schema_2020_12_tool',
    description: 'Takes input described with the wider vocabulary of JSON Schema 2020-12.',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
    run: (input) => text(JSON.stringify(input)),
  },
];
