import { CodedError } from '../core/index.ts';
import type { McpOptions, Running } from '../faces/cli/index.ts';
import { netTransport } from '../runtime/transport/index.ts';
import { chosenVenues } from './chosen-venues.ts';
import type { Context } from './context.ts';
import { probeVenues } from './probe.ts';
import { serveSimulation, serveVenues } from './start.ts';

const isCode = (error: unknown, code: string) => error instanceof CodedError && error.code === code;

/** Uses the configured port, or a free one if it is taken, because a stdio client needs no fixed port. */
async function onAnyPort(context: Context, run: (context: Context) => Promise<Running>): Promise<Running> {
  try {
    return await run(context);
  } catch (error) {
    if (!isCode(error, 'TF_SERVER_PORT_TAKEN')) throw error;
    return run({ ...context, config: { ...context.config, TALLYFOIL_PORT: 0 } });
  }
}

/**
 * Locks the data directory and serves it; null if another process was first. Simulated only if that is allowed and no venue answers.
 */
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
