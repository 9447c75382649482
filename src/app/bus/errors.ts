import { codedError } from '../../core/index.ts';

export const busUrlMissing = codedError<{ roles: readonly string[] }>('TF_BUS_URL_MISSING', {
  status: 400,
  message: ({ roles }) => `A process with only ${roles.join(', ')} meets the others over a bus, and BUS_URL is not set.`,
  advice: () => 'Set BUS_URL=redis://HOST:PORT, or let one process have all roles: ingest,analyze,api.',
});
