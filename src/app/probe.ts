import { isSimulatorAnswer, type Transport, type Venue } from '../core/index.ts';
import { hostsOf } from './hosts.ts';

export const PROBE_MS = 2_000;

export interface Probe {
  readonly venue: Venue;
  readonly ok: boolean;
  readonly why: string;
}

const SIMULATOR = 'a Tallyfoil simulator, not a venue; TALLYFOIL_SOURCE=simulated follows it';

function probeHost(
  venue: Venue,
  host: string,
  {
    transport,
    withinMs,
    simulators,
  }: { readonly transport: Transport; readonly withinMs: number; readonly simulators: 'refuse' | 'take' },
): Promise<Probe> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ venue, ok: false, why: `${host}: no answer in ${withinMs} ms` }), withinMs);
    transport.request({ url: host.replace(/\/+$/, '') + venue.rest.probe(), body: null }, (answer) => {
      clearTimeout(timer);
      if (!answer.ok) return resolve({ venue, ok: false, why: `${host}: ${answer.reason}` });
      if (simulators === 'refuse' && isSimulatorAnswer(answer.headers, answer.body))
        return resolve({ venue, ok: false, why: `${host}: ${SIMULATOR}` });
      const outcome = venue.rest.classify(answer.status, answer.headers, answer.body);
      resolve({
        venue,
        ok: outcome.kind === 'ok',
        why: outcome.kind === 'ok' ? host : `${host}: ${outcome.kind} (HTTP ${answer.status})`,
      });
    });
  });
}

/** Asks a venue's hosts in parallel. The first good answer wins; else returns the first host's reason. */
export async function probeVenue(
  venue: Venue,
  environment: NodeJS.ProcessEnv,
  transport: Transport,
  withinMs = PROBE_MS,
): Promise<Probe> {
  const hosts = hostsOf(venue.card.hosts.rest, environment);
  const simulators = environment['TALLYFOIL_SOURCE'] === 'simulated' ? 'take' : 'refuse';
  const probes = hosts.map((host) => probeHost(venue, host, { transport, withinMs, simulators }));
  const good = probes.map(async (probe) => {
    const result = await probe;
    if (!result.ok) throw new Error(result.why);
    return result;
  });
  try {
    return await Promise.any(good);
  } catch {
    const [first] = await Promise.all(probes);
    return first ?? { venue, ok: false, why: 'it has no host' };
  }
}

/** Asks all venues in parallel; the answers are in the order of the venues. */
export const probeVenues = (venues: readonly Venue[], environment: NodeJS.ProcessEnv, transport: Transport): Promise<Probe[]> =>
  Promise.all(venues.map((venue) => probeVenue(venue, environment, transport)));
