import { createClient } from '../../client/index.ts';

const ASK_MS = 3_000;

/** The source of a server's data, such as `live` or `simulated`; null if nothing answers there. */
export async function sourceAt(url: string): Promise<string | null> {
  try {
    const { source } = await createClient({ url, timeoutMs: ASK_MS }).call('get_data_health', {});
    return source;
  } catch {
    // A server that does not run now may run when the client starts.
    return null;
  }
}

/** What to know before a client is connected to a server: null if its market is not simulated. */
export function simulatedWarning(url: string, source: string | null, allowSimulated: boolean): string | null {
  if (source !== 'simulated') return null;
  return allowSimulated
    ? `The server at ${url} has a SIMULATED market: none of its numbers is real.`
    : `The server at ${url} has a SIMULATED market, and the client will refuse its answers. Start a live server, or add --allow-simulated.`;
}
