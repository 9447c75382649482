import { codedError } from '../../core/index.ts';

export const busUrlMissing = codedError<{ roles: readonly string[] }>('TF_BUS_URL_MISSING', {
  status: 400,
  message: ({ roles }) => `A process with only the roles ${roles.join(', ')} needs a bus, but BUS_URL is not set.`,
  advice: () => 'Set BUS_URL=redis://HOST:PORT, or let one process have all roles: ingest,analyze,api.',
});
