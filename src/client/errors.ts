import { codedError } from '../core/index.ts';

export const serverUnreachable = codedError<{ url: string; reason: string }>('TF_CLIENT_SERVER_UNREACHABLE', {
  public: 'server_unreachable',
  status: 503,
  message: ({ url, reason }) => `No server answers at ${url}: ${reason}.`,
  advice: () =>
    'Start one with `node bin/tallyfoil.js start`, a simulated one with `node bin/tallyfoil.js demo`, or name another with --url.',
});

export const answerNotOurs = codedError<{ url: string; status: number }>('TF_CLIENT_ANSWER_NOT_OURS', {
  public: 'not_a_tallyfoil_server',
  status: 502,
  message: ({ url, status }) => `The program at ${url} (status ${status}) is not a Tallyfoil server of this version.`,
  advice: () => 'Check the address; something else may be using the port.',
});
