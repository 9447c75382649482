import { codedError, type Clock, type Log, type Source, type Transport, type Venue } from '../core/index.ts';
import { createHttpFace } from '../faces/http/index.ts';
import { compileCatalogue, type Services } from '../operations/index.ts';
import { driveFeed, type Driver, type FeedSettings } from '../runtime/feed/index.ts';
import { openRawLog } from '../runtime/raw-log/index.ts';
import { createClaimService } from '../services/claims/index.ts';
import { createEngine, createEvidence, createMarketService, overallHealth, type Engine } from '../services/market/index.ts';
import { createAsking } from './asking.ts';
import { dataDirectory, type Config } from './config.ts';
import { hostsOf } from './hosts.ts';
import { createMetrics } from './metrics.ts';
import { takeDirectory } from './owner-lock.ts';
import { VERSION } from './version.ts';

export const portTaken = codedError<{ host: string; port: number; reason: string }>('TF_SERVER_PORT_TAKEN', {
  status: 500,
  message: ({ host, port, reason }) => `Can't listen on ${host}:${port}: ${reason}.`,
  advice: () => 'Stop what listens there, or choose another with --port or TALLYFOIL_PORT; 0 takes a free one.',
});

export interface ServerOptions {
  readonly config: Config;
  readonly source: Source;
  /** Venues to follow, each with how to reach it and, for a simulated one, its own hosts and symbols. */
  readonly feeds: readonly FeedPlan[];
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
}

export interface FeedPlan {
  readonly venue: Venue;
  readonly transport: Transport;
  readonly symbols: readonly string[];
  /** In place of the venue's hosts: a simulated one has no address. */
  readonly hosts?: { readonly ws: readonly string[]; readonly rest: readonly string[] };
}

export interface RunningServer {
  readonly url: string;
  readonly engine: Engine;
  readonly services: Services;
  /** Ends feeds, writes what waits, gives the directory back. */
  close(): Promise<void>;
}

const settingsOf = ({ config, environment }: ServerOptions, { venue, symbols, hosts }: FeedPlan, seed: number): FeedSettings => ({
  symbols,
  streams: venue.card.streams,
  wsHosts: hosts?.ws ?? hostsOf(venue.card.hosts.ws, environment),
  restHosts: hosts?.rest ?? hostsOf(venue.card.hosts.rest, environment),
  seed,
  backfillMinutes: config.BACKFILL_MINUTES,
  auditSeconds: config.AUDIT_SECONDS,
  recorded: false,
});

/** Starts the whole server on one data directory: lock, raw log, feeds, services, HTTP and MCP. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, source, feeds, clock, log } = options;
  const directory = dataDirectory(config, source);
  const lock = await takeDirectory(directory, source, new Date(clock.now() / 1_000));
  const undo: (() => Promise<void> | void)[] = [() => lock.release()];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const venues = new Map(feeds.map(({ venue }) => [venue.card.id, venue]));
    const engine = createEngine({ venues, source, settings: config });
    const rawLog = await openRawLog({
      directory,
      clock,
      venues: feeds.map(({ venue }) => venue.card.id),
      configHash: config.hash,
      checkpoint: () => engine.checkpoint(),
      log,
      retention: { maxBytes: config.RAW_LOG_MAX_GB * 1e9, maxAgeDays: config.RAW_LOG_MAX_DAYS },
    });
    undo.push(() => rawLog.close());
    const market = createMarketService({ engine, clock, rawLog, syncWaitMs: config.SYNC_WAIT_MS });
    const evidence = createEvidence({ directory, venues, source, settings: config, flush: () => rawLog.flush() });
    const services: Services = { market, claims: createClaimService({ evidence, asking: createAsking(), market, clock }) };
    const metrics = createMetrics({ engine, clock, rawLog, log, slowMs: config.TIMEOUT_MS });
    const app = createHttpFace({
      registry: compileCatalogue({ detail: 'full' }),
      mcpRegistry: compileCatalogue({ detail: 'concise' }),
      services: () => Promise.resolve(services),
      version: VERSION,
      health: () => Promise.resolve(overallHealth(engine, clock.now(), rawLog.status())),
      metrics: metrics.registry,
      measure: metrics.measure,
      allowedHosts: config.TALLYFOIL_ALLOWED_HOSTS,
      clock,
      log,
    });
    undo.push(() => app.close());
    const url = await listen(app, config);
    await lock.announce(url);
    const drivers: Driver[] = [];
    undo.push(() => drivers.forEach((driver) => driver.stop()));
    for (const [index, plan] of feeds.entries()) {
      const { venue, transport } = plan;
      drivers.push(
        driveFeed({
          venue,
          transport,
          clock,
          log,
          // Jitter must differ between runs and be known to the log, so the start time seeds it.
          settings: settingsOf(options, plan, Math.floor(clock.now() / 1_000) + index),
          apply: (input) => {
            const position = rawLog.append(input);
            return engine.apply(input, position);
          },
          sent: (conn, text, at) => rawLog.appendSent({ venue: venue.card.id, conn, text, at }),
        }),
      );
    }
    for (const notice of config.notices) log.warn({}, notice);
    log.info({ url, source, directory, venues: feeds.map(({ venue }) => venue.card.id) }, 'listening');
    return { url, engine, services, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(app: Awaited<ReturnType<typeof createHttpFace>>, config: Config): Promise<string> {
  const { TALLYFOIL_HOST: host, TALLYFOIL_PORT: port } = config;
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw portTaken({ host, port, reason: error instanceof Error ? error.message : String(error) }, error);
  }
}
