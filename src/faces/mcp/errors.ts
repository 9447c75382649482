import { codedError } from '../../core/index.ts';

export const messageRefused = codedError<{ reason: string }>('TF_MCP_MESSAGE_REFUSED', {
  public: 'message_refused',
  status: 400,
  message: ({ reason }) => `The message was not read: ${reason}.`,
  advice: () => 'Send one JSON-RPC message a line, of at most 1 MB, 32 levels and 10,000 members.',
});
