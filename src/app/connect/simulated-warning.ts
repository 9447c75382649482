import { createClient } from '../../client/index.ts';
import { CodedError } from '../../core/index.ts';

const ASK_MS = 3_000;

/** What to know before a client is connected to the server at an address; null if nothing. */
export async function warningOf(url: string, allowSimulated: boolean): Promise<string | null> {
  try {
    const { source } = await createClient({ url, timeoutMs: ASK_MS }).call('get_data_health', {});
    return simulatedWarning(url, source, allowSimulated);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    // A server that does not run now may run when the client starts.
    return error.code === 'TF_CLIENT_SERVER_UNREACHABLE' ? null : `${error.message} ${error.advice}`;
  }
}

/** Null if the market is not simulated. */
export function simulatedWarning(url: string, source: string | null, allowSimulated: boolean): string | null {
  if (source !== 'simulated') return null;
  return allowSimulated
    ? `The server at ${url} has a SIMULATED market: none of its numbers is real.`
    : `The server at ${url} has a SIMULATED market, and the client will refuse its answers. Start a live server, or add --allow-simulated.`;
}
