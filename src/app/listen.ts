import { codedError } from '../core/index.ts';
import type { Config } from './config.ts';

export const portTaken = codedError<{ host: string; port: number; reason: string }>('TF_SERVER_PORT_TAKEN', {
  status: 500,
  message: ({ host, port, reason }) => `Can't listen on ${host}:${port}: ${reason}.`,
  advice: () =>
    'Stop the program that listens there, or choose another port with --port or TALLYFOIL_PORT; 0 chooses a free port.',
});

/** Binds a face to the configured address. Throws TF_SERVER_PORT_TAKEN. */
export async function listen(
  app: { listen(where: { host: string; port: number }): Promise<string> },
  { TALLYFOIL_HOST: host, TALLYFOIL_PORT: port }: Config,
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw portTaken({ host, port, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}
