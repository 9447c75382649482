import { codedError } from '../../core/index.ts';

export const fileUnreadable = codedError<{ file: string; problem: string }>('TF_CONNECT_FILE_UNREADABLE', {
  status: 409,
  message: ({ file, problem }) => `${file} can't be read: ${problem}. It was left unchanged.`,
  advice: () => 'Correct the file, or paste the output of node bin/tallyfoil.js connect CLIENT --print into it.',
});

export const fileUnwritable = codedError<{ file: string; reason: string }>('TF_CONNECT_FILE_UNWRITABLE', {
  status: 500,
  message: ({ file, reason }) => `${file} can't be written: ${reason}. It was left unchanged.`,
  advice: () =>
    'Make the file and its folder writable, or paste the output of node bin/tallyfoil.js connect CLIENT --print into it.',
});

export const fileChanged = codedError<{ file: string }>('TF_CONNECT_FILE_CHANGED', {
  status: 409,
  message: ({ file }) => `${file} changed while it was being edited; nothing was written.`,
  advice: () => 'Close the client, or run the command again.',
});
