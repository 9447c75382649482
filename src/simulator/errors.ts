import { codedError } from '../core/index.ts';

export const badSimulation = codedError<{ problem: string }>('TF_SIMULATOR_BAD_OPTION', {
  status: 400,
  message: ({ problem }) => `The simulated exchange can't start: ${problem}.`,
  advice: () => 'Correct the option that the message is about; --help after the command describes it.',
});

export const badFaultSpec = codedError<{ part: string; problem: string; kinds: readonly string[] }>('TF_SIMULATOR_BAD_FAULTS', {
  status: 400,
  message: ({ part, problem }) => `The fault "${part}" can't be read: ${problem}.`,
  advice: ({ kinds }) => `Write kind:rate or kind@time, as in drop:0.01,clock_step@20s+30s. Kinds: ${kinds.join(', ')}.`,
});

export const portTaken = codedError<{ port: number; host: string }>('TF_SIMULATOR_PORT_TAKEN', {
  status: 409,
  message: ({ port, host }) => `Port ${port} on ${host} is in use or not allowed.`,
  advice: () => 'Choose another port with --port, or 0 for a free one.',
});
