import {
  isPolled,
  isSimulatorAnswer,
  US_PER_MS,
  type Clock,
  type HttpAnswer,
  type Transport,
  type Venue,
} from '../../core/index.ts';
import type { Finding } from '../../faces/cli/index.ts';
import { fine, problem, warning } from './finding.ts';

export interface VenuePlace {
  readonly venue: Venue;
  readonly ws: readonly string[];
  readonly rest: readonly string[];
}

export interface Reach {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Longest wait for a host, milliseconds. */
  readonly hostMs: number;
  /** Whether a simulator is expected there. */
  readonly simulators: 'take' | 'refuse';
}

interface HostFound {
  readonly host: string;
  /** The problem; null if it answers correctly. */
  readonly why: string | null;
  /** This machine's clock minus the venue's, ms, and the uncertainty; null if the venue gave no time. */
  readonly offset: { readonly ms: number; readonly sure: number } | null;
}

/** Largest clock error at which ages and windows are still meaningful. */
const MOST_OFFSET_MS = 2_000;

/** A Date header has whole seconds, so the venue's time lies within that second. */
function offsetOf(answer: HttpAnswer & { readonly ok: true }, sent: number, received: number): HostFound['offset'] {
  const stated = Date.parse(answer.headers['date'] ?? '');
  if (Number.isNaN(stated)) return null;
  const middle = (sent + received) / 2 / US_PER_MS;
  return { ms: middle - (stated + 500), sure: 500 + (received - sent) / 2 / US_PER_MS };
}

/** The result of `work`, or null after the time limit. */
export function within<T>(clock: Clock, ms: number, work: (done: (value: T) => void) => void): Promise<T | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(null));
    work((value) => {
      cancel();
      resolve(value);
    });
  });
}

async function askRest(venue: Venue, host: string, { transport, clock, hostMs, simulators }: Reach): Promise<HostFound> {
  const sent = clock.now();
  const answer = await within<HttpAnswer>(clock, hostMs, (done) =>
    transport.request({ url: host.replace(/\/+$/, '') + venue.rest.probe(), body: null }, done),
  );
  if (answer === null) return { host, why: `no answer in ${hostMs} ms`, offset: null };
  if (!answer.ok) return { host, why: answer.reason, offset: null };
  if (simulators === 'refuse' && isSimulatorAnswer(answer.headers, answer.body))
    return { host, why: 'a Tallyfoil simulator, followed only with TALLYFOIL_SOURCE=simulated', offset: null };
  const outcome = venue.rest.classify(answer.status, answer.headers, answer.body);
  const offset = offsetOf(answer, sent, clock.now());
  return { host, why: outcome.kind === 'ok' ? null : `${outcome.kind}, HTTP ${answer.status}`, offset };
}

async function askSocket(venue: Venue, host: string, { transport, clock, hostMs }: Reach): Promise<HostFound> {
  // Any stream over a socket is sufficient; no venue has all of them.
  const sent = venue.card.streams.find(({ kind }) => !isPolled(venue, kind));
  const [plan] =
    sent === undefined ? [] : venue.connect.plan([{ symbol: venue.nativeSymbol('BTCUSDT'), stream: sent.kind }], host);
  if (plan === undefined) return { host, why: 'no way to connect', offset: null };
  let end = () => {};
  const why = await within<string>(clock, hostMs, (done) => {
    const socket = transport.connect(plan.url, plan.headers, {
      open: () => done(''),
      message: () => {},
      pong: () => {},
      close: (_code, reason, status) => done(status === null ? reason || 'closed' : `refused with HTTP ${status}`),
    });
    end = () => socket.terminate();
  });
  end();
  return { host, why: why === null ? `no connection in ${hostMs} ms` : why || null, offset: null };
}

/** The cause of a failure, without the host that the message repeats, so that equal causes are equal texts. */
const causeOf = ({ host, why }: HostFound): string =>
  (why ?? '').replace(/^fetch failed: /, '').replaceAll(` ${URL.parse(host)?.hostname ?? host}`, '');

/** What was found at the hosts of one venue. */
export interface VenueLook {
  readonly venue: Venue;
  readonly sockets: readonly HostFound[];
  readonly requests: readonly HostFound[];
}

const isReached = (hosts: readonly HostFound[]): boolean => hosts.some(({ why }) => why === null);

/** Whether a socket can be opened. */
export const isOpen = ({ sockets }: VenueLook): boolean => isReached(sockets);

/** Checks one list of hosts: a line for each cause. A host that does not answer is only a warning if another does. */
function judgeHosts(venue: Venue, kind: string, found: readonly HostFound[]): Finding[] {
  const bad = found.filter(({ why }) => why !== null);
  if (bad.length === 0) return [fine('hosts', `${venue.card.name} answers at ${found.map(({ host }) => host).join(', ')}`)];
  const advice =
    'Check firewall, proxy and DNS. HTTP 451 or 403 means that the venue refuses this location: name another host with ' +
    `${kind === 'ws' ? venue.card.hosts.ws.env : venue.card.hosts.rest.env}, or follow another venue.`;
  const judge = bad.length === found.length ? problem : warning;
  return Array.from(Map.groupBy(bad, causeOf), ([cause, hosts]) =>
    judge('hosts', `${venue.card.name} can't be reached at ${hosts.map(({ host }) => host).join(', ')}: ${cause}`, advice),
  );
}

function judgeClock(venue: Venue, found: readonly HostFound[]): Finding[] {
  // A host that can't be reached has a finding of its own.
  if (!isReached(found)) return [];
  const offsets = found.flatMap(({ offset }) => (offset === null ? [] : [offset]));
  const best = offsets.toSorted((a, b) => a.sure - b.sure)[0];
  if (best === undefined)
    return [warning('clock', `${venue.card.name} sent no time`, 'Run doctor again when one of its hosts answers.')];
  return [clockFinding(venue.card.name, best.ms, best.sure)];
}

/** A finding about this machine's clock against one venue's. */
export function clockFinding(name: string, ms: number, sure: number): Finding {
  const size = `${(Math.abs(ms) / 1_000).toFixed(1)} s`;
  if (Math.abs(ms) - sure <= MOST_OFFSET_MS)
    return fine('clock', `this machine and ${name} agree on the time to ${((Math.abs(ms) + sure) / 1_000).toFixed(1)} s`);
  return problem(
    'clock',
    `this machine's clock is ${size} ${ms > 0 ? 'ahead of' : 'behind'} ${name}`,
    'Set the clock by the network: timedatectl set-ntp true (Linux), sntp -sS time.apple.com (macOS), w32tm /resync (Windows). ' +
      'If only this venue disagrees, its clock is wrong.',
  );
}

/** Asks each host of a venue. */
export async function lookAt({ venue, ws, rest }: VenuePlace, reach: Reach): Promise<VenueLook> {
  const [sockets, requests] = await Promise.all([
    Promise.all(ws.map((host) => askSocket(venue, host, reach))),
    Promise.all(rest.map((host) => askRest(venue, host, reach))),
  ]);
  return { venue, sockets, requests };
}

const judgeVenue = ({ venue, sockets, requests }: VenueLook): Finding[] => [
  ...judgeHosts(venue, 'ws', sockets),
  ...judgeHosts(venue, 'rest', requests),
  ...judgeClock(venue, requests),
];

const isUsable = ({ sockets, requests }: VenueLook) => isReached(sockets) && isReached(requests);

/**
 * Findings about venues. If all hosts of several fail by one cause, such as DNS, that is one line. With `any`, one usable venue is enough,
 * and problems of the others are warnings.
 */
export function judgeVenues(looks: readonly VenueLook[], wanted: 'any' | 'all'): Finding[] {
  const hosts = looks.flatMap(({ sockets, requests }) => [...sockets, ...requests]);
  const [cause, other] = new Set(hosts.map((host) => (host.why === null ? '' : causeOf(host))));
  if (looks.length > 1 && cause !== undefined && cause !== '' && other === undefined)
    return [
      problem(
        'hosts',
        `none of the ${hosts.length} hosts of ${looks.map(({ venue }) => venue.card.name).join(', ')} can be reached: ${cause}`,
        'Check network, firewall, proxy and DNS. Offline, `node bin/tallyfoil.js demo` shows a simulated market.',
      ),
    ];
  const isEnough = wanted === 'any' && looks.some(isUsable);
  return looks.flatMap((look) => {
    const findings = judgeVenue(look);
    if (!isEnough || isUsable(look)) return findings;
    return findings.map((one) =>
      one.level === 'problem' && one.check === 'hosts' ? { ...one, level: 'warning' as const } : one,
    );
  });
}
