import {
  acceptedContent,
  inputRequired,
  inputResponse,
  type InputRequests,
  type InputRequiredResult,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { declaredCapabilities, text, type FixtureTool } from './fixture.ts';

/** Progress of a conversation of several rounds. */
export interface Round {
  readonly tool: string;
  readonly step: number;
}

const askName = inputRequired.elicit({
  message: 'What is your name?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
});
const askOk = inputRequired.elicit({
  message: 'Please confirm',
  requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
});
const sample = (said: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: said } }], maxTokens });

const name = z.object({ name: z.string() });
const ok = z.object({ ok: z.boolean() });
const color = z.object({ color: z.string() });

const ask = (inputRequests: InputRequests): InputRequiredResult => inputRequired({ inputRequests });

/** Asks the user with `requestedSchema`, then returns the answer as text. */
function form(
  tool: Pick<FixtureTool, 'name' | 'description'> & Partial<Pick<FixtureTool, 'inputSchema'>>,
  requestedSchema: Parameters<typeof inputRequired.elicit>[0]['requestedSchema'],
  wording: (action: string, content: string) => string,
): FixtureTool {
  return {
    ...tool,
    run: (input, { mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, 'form');
      if (answer.kind !== 'elicit') {
        const message = typeof input['message'] === 'string' ? input['message'] : 'Please fill in the form';
        return ask({ form: inputRequired.elicit({ message, requestedSchema }) });
      }
      return text(wording(answer.action, JSON.stringify('content' in answer ? (answer.content ?? {}) : {})));
    },
  };
}

const completed = (action: string, content: string) => `Elicitation completed: action=${action}, content=${content}`;

/** Tools that ask the client something before they answer. */
export const askingTools = (codec: RequestStateCodec<Round>): readonly FixtureTool[] => {
  const round = ({ mcpReq }: ServerContext, tool: string): number => {
    const state = mcpReq.requestState<Round>();
    return state?.tool === tool ? state.step : 0;
  };
  const askAgain = async (tool: string, step: number, inputRequests: InputRequests) =>
    inputRequired({ inputRequests, requestState: await codec.mint({ tool, step }) });

  return [
    {
      name: 'test_sampling',
      description: "Asks the client's model.",
      inputSchema: { type: 'object', properties: { prompt: { type: 'string' } }, required: ['prompt'] },
      run: (input, { mcpReq }) => {
        const answer = inputResponse(mcpReq.inputResponses, 'sample');
        if (answer.kind !== 'sampling') return ask({ sample: sample(String(input['prompt']), 100) });
        return text(`LLM response: ${JSON.stringify(answer.result.content)}`);
      },
    },
    form(
      {
        name: 'test_elicitation',
        description: 'Asks the user.',
        inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
      },
      {
        type: 'object',
        properties: {
          username: { type: 'string', description: "User's response" },
          email: { type: 'string', description: "User's email address" },
        },
        required: ['username', 'email'],
      },
      (action, content) => `User response: action: ${action}, content: ${content}`,
    ),
    form(
      { name: 'test_streaming_elicitation', description: 'Asks the user.' },
      {
        type: 'object',
        properties: { name: { type: 'string' } },
        required: ['name'],
      },
      completed,
    ),
    form(
      { name: 'test_elicitation_sep1034_defaults', description: 'A form with a default for every type.' },
      {
        type: 'object',
        properties: {
          name: { type: 'string', default: 'John Doe' },
          age: { type: 'integer', default: 30 },
          score: { type: 'number', default: 95.5 },
          status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
          verified: { type: 'boolean', default: true },
        },
        required: [],
      },
      completed,
    ),
    form(
      { name: 'test_elicitation_sep1330_enums', description: 'A form with every kind of choice.' },
      {
        type: 'object',
        properties: {
          untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
          titledSingle: {
            type: 'string',
            oneOf: [
              { const: 'value1', title: 'First Option' },
              { const: 'value2', title: 'Second Option' },
              { const: 'value3', title: 'Third Option' },
            ],
          },
          legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
          untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
          titledMulti: {
            type: 'array',
            items: {
              anyOf: [
                { const: 'value1', title: 'First Choice' },
                { const: 'value2', title: 'Second Choice' },
                { const: 'value3', title: 'Third Choice' },
              ],
            },
          },
        },
        required: [],
      },
      completed,
    ),
    {
      name: 'test_input_required_result_elicitation',
      description: 'Asks for a name.',
      run: (_input, { mcpReq }) => {
        const given = acceptedContent(mcpReq.inputResponses, 'user_name', name);
        return given ? text(`Hello, ${given.name}!`) : ask({ user_name: askName });
      },
    },
    {
      name: 'test_input_required_result_sampling',
      description: "Asks the client's model for a capital.",
      run: (_input, { mcpReq }) => {
        const answer = inputResponse(mcpReq.inputResponses, 'capital_question');
        if (answer.kind !== 'sampling') return ask({ capital_question: sample('What is the capital of France?', 100) });
        return text(JSON.stringify(answer.result.content));
      },
    },
    {
      name: 'test_input_required_result_list_roots',
      description: "Asks for the client's roots.",
      run: (_input, { mcpReq }) => {
        const answer = inputResponse(mcpReq.inputResponses, 'client_roots');
        if (answer.kind !== 'roots') return ask({ client_roots: inputRequired.listRoots() });
        return text(`Roots: ${answer.roots.map(({ uri }) => uri).join(', ')}`);
      },
    },
    ...['test_input_required_result_request_state', 'test_input_required_result_tampered_state'].map((tool): FixtureTool => ({
      name: tool,
      description: 'Asks for a confirmation and proves that its state came back.',
      run: (_input, context) => {
        const confirmed = acceptedContent(context.mcpReq.inputResponses, 'confirm', ok);
        return confirmed && round(context, tool) === 1 ? text('state-ok') : askAgain(tool, 1, { confirm: askOk });
      },
    })),
    {
      name: 'test_input_required_result_multiple_inputs',
      description: 'Asks three things at once.',
      run: (_input, context) => {
        const { inputResponses } = context.mcpReq;
        const given = acceptedContent(inputResponses, 'user_name', name);
        const greeting = inputResponse(inputResponses, 'greeting');
        const roots = inputResponse(inputResponses, 'client_roots');
        const tool = 'test_input_required_result_multiple_inputs';
        if (given && greeting.kind === 'sampling' && roots.kind === 'roots' && round(context, tool) === 1) {
          return text(`${given.name}: ${JSON.stringify(greeting.result.content)}, ${roots.roots.length} roots`);
        }
        return askAgain(tool, 1, {
          user_name: askName,
          greeting: sample('Generate a greeting', 50),
          client_roots: inputRequired.listRoots(),
        });
      },
    },
    {
      name: 'test_input_required_result_multi_round',
      description: 'Asks twice, one thing after the other.',
      run: (_input, context) => {
        const tool = 'test_input_required_result_multi_round';
        const { inputResponses } = context.mcpReq;
        const step = round(context, tool);
        const chosen = acceptedContent(inputResponses, 'step2', color);
        if (step === 2 && chosen) return text(`Your colour is ${chosen.color}.`);
        if (step === 2 || (step === 1 && acceptedContent(inputResponses, 'step1', name))) {
          return askAgain(tool, 2, {
            step2: inputRequired.elicit({
              message: 'Step 2: What is your favorite color?',
              requestedSchema: { type: 'object', properties: { color: { type: 'string' } }, required: ['color'] },
            }),
          });
        }
        return askAgain(tool, 1, {
          step1: inputRequired.elicit({
            message: 'Step 1: What is your name?',
            requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
          }),
        });
      },
    },
    {
      name: 'test_input_required_result_capabilities',
      description: 'Asks only what the client said it can answer.',
      run: (_input, { mcpReq }) => {
        const declared = declaredCapabilities(mcpReq);
        const requests: InputRequests = {
          ...(declared?.elicitation ? { user_name: askName } : {}),
          ...(declared?.sampling ? { greeting: sample('Generate a greeting', 50) } : {}),
        };
        return Object.keys(requests).length > 0 ? ask(requests) : text('There is no one to ask.');
      },
    },
  ];
};
