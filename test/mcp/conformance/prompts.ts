import {
  acceptedContent,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptResult,
  type InputRequiredResult,
  type Prompt,
  type PromptMessage,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { PNG } from './media.ts';

interface FixturePrompt extends Prompt {
  readonly get: (input: Readonly<Record<string, string>>, context: ServerContext) => GetPromptResult | InputRequiredResult;
}

const user = (content: PromptMessage['content']): PromptMessage => ({ role: 'user', content });
const say = (said: string): PromptMessage => user({ type: 'text', text: said });
const context = z.object({ context: z.string() });

const PROMPTS: readonly FixturePrompt[] = [
  {
    name: 'test_simple_prompt',
    description: 'Says one thing.',
    get: () => ({ messages: [say('This is a simple prompt for testing.')] }),
  },
  {
    name: 'test_prompt_with_arguments',
    description: 'Says what it was given.',
    arguments: [
      { name: 'arg1', description: 'First test argument', required: true },
      { name: 'arg2', description: 'Second test argument', required: true },
    ],
    get: ({ arg1, arg2 }) => ({ messages: [say(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'Carries a resource.',
    arguments: [{ name: 'resourceUri', description: 'URI of the resource', required: true }],
    get: ({ resourceUri = '' }) => ({
      messages: [
        user({
          type: 'resource',
          resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        }),
        say('Please process the embedded resource above.'),
      ],
    }),
  },
  {
    name: 'test_prompt_with_image',
    description: 'Carries an image.',
    get: () => ({
      messages: [user({ type: 'image', data: PNG, mimeType: 'image/png' }), say('Please analyze the image above.')],
    }),
  },
  {
    name: 'test_input_required_result_prompt',
    description: 'Asks for its context first.',
    get: (_input, { mcpReq }) => {
      const given = acceptedContent(mcpReq.inputResponses, 'user_context', context);
      if (given) return { messages: [say(`Context: ${given.context}`)] };
      return inputRequired({
        inputRequests: {
          user_context: inputRequired.elicit({
            message: 'What context should the prompt use?',
            requestedSchema: { type: 'object', properties: { context: { type: 'string' } }, required: ['context'] },
          }),
        },
      });
    },
  },
];

const CITIES = ['paris', 'park', 'party', 'lisbon'];

/** Serves the prompts that the referee asks for, and completes their arguments. */
export function installPrompts(server: Server): void {
  server.setRequestHandler('prompts/list', () => ({ prompts: PROMPTS.map(({ get: _, ...prompt }) => prompt) }));
  server.setRequestHandler('prompts/get', ({ params }, request) => {
    const prompt = PROMPTS.find(({ name }) => name === params.name);
    if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no prompt ${params.name}.`);
    return prompt.get(params.arguments ?? {}, request);
  });
  server.setRequestHandler('completion/complete', ({ params }) => {
    const values = CITIES.filter((city) => city.startsWith(params.argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
}
