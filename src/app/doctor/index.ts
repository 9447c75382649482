import { SOURCES } from '../../core/index.ts';
import { statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { createClient } from '../../client/index.ts';
import type { Actions, Finding } from '../../faces/cli/index.ts';
import { netTransport, systemClock } from '../../runtime/transport/index.ts';
import { checkedUrl } from '../backend.ts';
import { dataDirectory } from '../config.ts';
import { chosenVenues, symbolsOn } from '../chosen-venues.ts';
import { createContext, type Context } from '../context.ts';
import { hostsOf } from '../hosts.ts';
import { findOwner } from '../owner-lock.ts';
import { venues } from '../../venues/index.ts';
import { VERSION } from '../version.ts';
import { checkAddress } from './check-address.ts';
import { judgeHealth, listenToChannels } from './check-channels.ts';
import { checkDisk, withParents, writeProbe } from './check-disk.ts';
import { askListing, judgeListing } from './check-listed.ts';
import { checkLog } from './check-log.ts';
import { checkServer, isTaken, versionAt } from './check-server.ts';
import { isOpen, judgeVenues, lookAt, type VenuePlace } from './check-venue.ts';
import { checkNode, checkNotices, diagnose, type Check } from './doctor.ts';
import { fine, problem } from './finding.ts';

const ALL = [...venues.keys()].join(',');
const HOST_MS = 5_000;
const LISTEN_MS = 10_000;

/** Uses the innermost existing folder, because the data directory may not exist yet. */
async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(withParents(path).find((folder) => existsSync(folder)) ?? path);
  return bavail * bsize;
}

/** The caller's Node: passed on by the launcher, or by npm. */
function callersNode(environment: NodeJS.ProcessEnv): string | undefined {
  const ofNpm = /\bnode\/(v\d+\.\d+\.\d+)/.exec(environment['npm_config_user_agent'] ?? '')?.[1];
  return environment['TALLYFOIL_CALLED_BY_NODE'] ?? ofNpm;
}

/** `tallyfoil doctor`: checks everything that can keep the server from working, or a running server at `url`; each finding has advice. */
export const doctor: Actions['doctor'] = async (options) => {
  const running = { version: process.version, path: process.execPath, callers: callersNode(process.env) };
  const node: Check = { name: 'node', run: async () => [checkNode(running)] };
  const { url } = options;
  if (url !== undefined) return diagnose([node, { name: 'server', run: async () => checkAddress(checkedUrl(url), VERSION) }]);
  let context: Context;
  try {
    // As `start` does, without a choice it looks at every venue.
    context = createContext(options, { VENUES: ALL, LOG_LEVEL: 'silent' });
    chosenVenues(context);
  } catch (error) {
    // Without a valid configuration no other check is possible.
    return diagnose([node, { name: 'configuration', run: () => Promise.reject(error) }]);
  }
  return diagnose([node, ...(await checksOf(context))]);
};

async function checksOf(context: Context): Promise<Check[]> {
  const { config, environment } = context;
  const directories = SOURCES.map((source) => dataDirectory(config, source));
  const looked = await Promise.allSettled(directories.map((directory) => findOwner(directory)));
  const owners = looked.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
  const unread = looked.find((one) => one.status === 'rejected');
  const places: VenuePlace[] = chosenVenues(context).map((venue) => ({
    venue,
    ws: hostsOf(venue.card.hosts.ws, environment),
    rest: hostsOf(venue.card.hosts.rest, environment),
  }));
  const simulators = config.TALLYFOIL_SOURCE === 'simulated' ? 'take' : 'refuse';
  const reach = { transport: netTransport, clock: systemClock, hostMs: HOST_MS, simulators } as const;
  const [url] = owners.flatMap((owner) => owner.url ?? []);
  const looks = Promise.all(places.map((place) => lookAt(place, reach)));
  // A venue whose sockets can't be opened has a finding already.
  const heard = async () => {
    const found = await looks;
    return places.filter((_, i) => isOpen(found[i]!));
  };
  const channels = async (): Promise<readonly Finding[]> =>
    url === undefined
      ? (
          await Promise.all(
            (await heard()).map(async (place) => {
              const listing = await askListing(place, symbolsOn(place.venue, context), reach);
              const found = judgeListing(place.venue.card.id, listing);
              if (listing.listed.length === 0) return found;
              return [...found, ...(await listenToChannels(place, listing.listed, { ...reach, listenMs: LISTEN_MS }))];
            }),
          )
        ).flat()
      : judgeHealth(await createClient({ url }).call('get_data_health', { detail: 'full' }));
  return [
    { name: 'configuration', run: async () => checkNotices(config.notices) },
    { name: 'disk', run: () => checkDisk(dataDirectory(config, '.'), { freeBytes, tryWriting: writeProbe }) },
    { name: 'log', run: () => checkLog(directories) },
    {
      name: 'server',
      run: async () => {
        if (unread !== undefined) throw unread.reason;
        return checkServer({
          owners,
          host: config.TALLYFOIL_HOST,
          port: config.TALLYFOIL_PORT,
          cliVersion: VERSION,
          isTaken,
          versionAt,
        });
      },
    },
    ...(config.BUS_URL === undefined ? [] : [{ name: 'bus', run: () => checkBus(config.BUS_URL ?? '') }]),
    { name: 'hosts', run: async () => judgeVenues(await looks, config.VENUES.join(',') === ALL ? 'any' : 'all') },
    { name: 'channels', run: channels },
  ];
}

/** Checks that something listens at the address of the bus; the running server reports its state. */
function checkBus(address: string): Promise<Finding[]> {
  const { hostname, port } = new URL(address);
  const where = `${hostname}:${port || 6379}`;
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: HOST_MS });
    const end = (why: string | null) => {
      socket.destroy();
      resolve([
        why === null
          ? fine('bus', `Redis answers at ${where}`)
          : problem(
              'bus',
              `no Redis at ${where}: ${why}`,
              'Start Redis, or correct BUS_URL; without BUS_URL one process has all roles.',
            ),
      ]);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer in ${HOST_MS} ms`));
    socket.once('error', (error) => end(error.message));
  });
}
