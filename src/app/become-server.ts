import { CodedError } from '../core/index.ts';
import type { McpOptions, Running } from '../faces/cli/index.ts';
import { netTransport } from '../runtime/transport/index.ts';
import { chosenVenues } from './chosen-venues.ts';
import type { Context } from './context.ts';
import { probeVenues } from './probe.ts';
import { serveSimulation, serveVenues } from './start.ts';

const isCode = (error: unknown, code: string) => error instanceof CodedError && error.code === code;

/** Runs on the configured port, or on a free one where that is taken: a stdio client doesn't care. */
async function onAnyPort(context: Context, run: (context: Context) => Promise<Running>): Promise<Running> {
  try {
    return await run(context);
  } catch (error) {
    if (!isCode(error, 'TF_SERVER_PORT_TAKEN')) throw error;
    return run({ ...context, config: { ...context.config, TALLYFOIL_PORT: 0 } });
  }
}

/** Takes the data directory and serves it; null when another process was quicker. Simulated only where that is allowed and no venue answers. */
export async function becomeServer(context: Context, options: McpOptions): Promise<Running | null> {
  const chosen = chosenVenues(context);
  const live = !options.allowSimulated || (await probeVenues(chosen, context.environment, netTransport)).some(({ ok }) => ok);
  try {
    return await onAnyPort(context, (there) => (live ? serveVenues(there, chosen) : serveSimulation(there, {})));
  } catch (error) {
    if (isCode(error, 'TF_DATA_DIRECTORY_OWNED')) return null;
    throw error;
  }
}
