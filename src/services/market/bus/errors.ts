import { codedError } from '../../../core/index.ts';

export const roleElsewhere = codedError<{ what: string; needs: string; has: readonly string[]; why: string }>(
  'TF_ROLE_ELSEWHERE',
  {
    public: 'role_elsewhere',
    status: 503,
    message: ({ what, needs, has, why }) =>
      `${what} needs the role ${needs}, and this process has only ${has.join(', ')}: ${why}.`,
    advice: ({ needs }) => `Ask a process that has the role ${needs}, or give it to this one with --roles.`,
  },
);
