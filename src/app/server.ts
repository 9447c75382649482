import { randomInt } from 'node:crypto';
import {
  CodedError,
  newLogId,
  streamsOf,
  type Clock,
  type Log,
  type Role,
  type Source,
  type Transport,
  type Venue,
  type VenueId,
} from '../core/index.ts';
import type { Registry } from 'prom-client';
import { createHttpFace } from '../faces/http/index.ts';
import { alertResource } from '../faces/mcp/index.ts';
import { compileCatalogue, createWatchHub, type Services } from '../operations/index.ts';
import { createInputQueue, driveFeed, type InputQueue, TICK_MS, type Driver, type FeedSettings } from '../runtime/feed/index.ts';
import { openRawLog } from '../runtime/raw-log/index.ts';
import { createAskVenue } from '../runtime/venue-answers/index.ts';
import { createEngine, createMarketService, marketSettingsOf, overallHealth, type Engine } from '../services/market/index.ts';
import type { BusPart } from './bus/part.ts';
import { dataDirectory, type Config } from './config.ts';
import { startMarkets, type StartMarkets } from './following.ts';
import { hostsOf } from './hosts.ts';
import { listen } from './listen.ts';
import { inputStamp } from './market-stamp.ts';
import { createMetrics } from './metrics.ts';
import { takeDirectory } from './owner-lock.ts';
import { markDirectory } from './source-marker.ts';
import { readPage } from './page.ts';
import { slowFrom } from './proofs/budget.ts';
import { createProofs } from './proofs/run-proofs.ts';
import { measureProofs } from './proofs/measure-proofs.ts';
import { openServices } from './services/make.ts';
import { openServerState } from './state.ts';
import { VERSION } from './version.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly source: Source;
  /** Venues to follow, each with its connections and, for a simulated one, its own hosts and symbols. */
  readonly feeds: readonly FeedPlan[];
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Where inputs wait; default: a queue that works in short slices. Tests with a virtual clock finish each input at once. */
  readonly queue?: InputQueue;
  readonly log: Log;
  /** True if the market is made by this process, so that it is not the one of earlier runs on the directory. Default: false. */
  readonly isNewMarket?: boolean;
  /** The bus that this process shares with others; closed with the server. */
  readonly bus?: SharedBus;
}

/** A bus, and the roles of this process on it. */
export interface SharedBus extends Pick<BusPart, 'health' | 'publish' | 'close'> {
  readonly roles: readonly Role[];
  measureInto(registry: Registry): void;
}

export interface FeedPlan {
  readonly venue: Venue;
  readonly transport: Transport;
  readonly symbols: readonly string[];
  /** Replaces the venue's hosts, because a simulated venue has no address. */
  readonly hosts?: { readonly ws: readonly string[]; readonly rest: readonly string[] };
}

export interface RunningServer {
  readonly url: string;
  readonly engine: Engine;
  readonly services: Services;
  readonly atStart: Pick<StartMarkets, 'symbols' | 'unfollowed'>;
  /** Ends feeds, writes pending records, releases the directory. */
  close(): Promise<void>;
}

const settingsOf = (
  { config, environment, source }: ServerOptions,
  { venue, symbols, hosts }: FeedPlan,
  seed: number,
): FeedSettings => ({
  symbols,
  streams: streamsOf(venue.card, null),
  wsHosts: hosts?.ws ?? hostsOf(venue.card.hosts.ws, environment),
  restHosts: hosts?.rest ?? hostsOf(venue.card.hosts.rest, environment),
  seed,
  backfillMinutes: config.BACKFILL_MINUTES,
  auditSeconds: config.AUDIT_SECONDS,
  recorded: false,
  latest: config.LATEST_MARKETS === 'on',
  source,
});

/** How long a caller waits for a venue: its own wait for an answer, and one more try. */
const ASK_BUDGET_MS = 35_000;

/** Starts the whole server on one data directory: lock, raw log, feeds, services, HTTP and MCP. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, source, clock, log, bus } = options;
  const directory = dataDirectory(config, source);
  const lock = await takeDirectory(directory, source, new Date(clock.now() / 1_000));
  const undo: (() => Promise<void> | void)[] = [() => lock.release()];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    await markDirectory(directory, source);
    const opened = openServerState(directory, source);
    undo.push(() => opened.state?.close());
    const { symbols, unfollowed, memory } = startMarkets({ opened, config, feeds: options.feeds, clock, log });
    const feeds = options.feeds.map((plan) => ({ ...plan, symbols: symbols.get(plan.venue.card.id) ?? plan.symbols }));
    const venues = new Map(feeds.map(({ venue }) => [venue.card.id, venue]));
    const engine = createEngine({ venues, source, settings: config, inSteps: true });
    const rawLog = await openRawLog({
      directory,
      clock,
      venues: feeds.map(({ venue }) => venue.card.id),
      source,
      configHash: config.hash,
      checkpoint: () => engine.capture(),
      log,
      newLog: newLogId(randomInt),
      retention: { maxBytes: config.RAW_LOG_MAX_GB * 1e9, maxAgeDays: config.RAW_LOG_MAX_DAYS },
    });
    undo.push(() => rawLog.close());
    const registry = compileCatalogue({ detail: 'full' });
    const metrics = createMetrics({ engine, clock, rawLog, log, slowMs: slowFrom(config, registry) });
    const market = createMarketService({
      engine,
      timed: metrics.timed,
      clock,
      rawLog,
      syncWaitMs: config.SYNC_WAIT_MS,
      ...(memory instanceof CodedError ? {} : { wasUnfollowed: memory.wasUnfollowed }),
      ...(bus === undefined ? {} : { bus: () => bus.health() }),
    });
    const proofs = createProofs({
      directory,
      venues: [...venues.keys()],
      source,
      settings: marketSettingsOf(config),
      budgetMs: config.CHECK_BUDGET_MS,
      market,
      flush: () => rawLog.flush(),
      clock,
      log,
    });
    undo.push(() => proofs.close());
    measureProofs(proofs, metrics.registry);
    const opening = Promise.withResolvers<Services>();
    const face = { services: () => opening.promise, log, ...(bus === undefined ? {} : { roles: bus.roles }) };
    const hub = createWatchHub({ context: { ...face, registry }, stamp: inputStamp(engine), clock });
    const drivers = new Map<VenueId, Driver>();
    const ask = createAskVenue({ driverOf: (id) => drivers.get(id), clock, budgetMs: ASK_BUDGET_MS });
    const host = {
      directory,
      config,
      source,
      market,
      engine,
      venues,
      ask,
      hub,
      proofs,
      opened,
      drivers,
      memory,
      services: face.services,
      clock,
      log,
      isNewMarket: options.isNewMarket ?? false,
    };
    const services = await openServices(host, (closeService) => undo.push(closeService));
    opening.resolve(services);
    bus?.measureInto(metrics.registry);
    const mcpRegistry = compileCatalogue({ detail: 'concise' });
    const feature = alertResource({
      ...face,
      registry: mcpRegistry,
      caller: { principal: 'alerts', via: 'job', client: null },
      hub,
      clock,
      lifetime: 'request',
    });
    undo.push(feature.close);
    const app = createHttpFace({
      registry,
      mcpRegistry,
      ...face,
      hub,
      token: lock.token,
      feature,
      version: VERSION,
      health: () => Promise.resolve({ source, ...overallHealth(engine, clock.now(), rawLog.status(), bus?.health()) }),
      metrics: metrics.registry,
      measure: metrics.measure,
      allowedHosts: config.TALLYFOIL_ALLOWED_HOSTS,
      clock,
      page: readPage(),
    });
    undo.push(() => app.close());
    const url = await listen(app, config);
    await lock.announce(url);
    if (bus !== undefined) undo.push(() => bus.close());
    const publish = bus?.publish(engine, feeds);
    undo.push(() => drivers.forEach((driver) => driver.stop()));
    const queue = options.queue ?? createInputQueue({ stopwatch: () => performance.now(), later: setImmediate });
    for (const [index, plan] of feeds.entries()) {
      const { venue, transport } = plan;
      drivers.set(
        venue.card.id,
        driveFeed({
          venue,
          transport,
          clock,
          log,
          // The start time seeds the jitter, because it differs between runs and is in the log.
          settings: settingsOf(options, plan, Math.floor(clock.now() / 1_000) + index),
          apply: (input) => {
            const position = rawLog.append(input);
            const effects = engine.apply(input, position);
            publish?.(input, effects, position);
            metrics.took(effects);
            return effects;
          },
          before: (input) => rawLog.prepare(input),
          after: () => engine.rest(),
          queue,
          place: () => engine.state.position,
          // The first tick of a second works on every market of its feed; in step, the feeds' delays would add up.
          phaseMs: (index * TICK_MS) / feeds.length,
          sent: (conn, text, at) => rawLog.appendSent({ venue: venue.card.id, conn, text, at }),
        }),
      );
    }
    for (const notice of config.notices) log.warn({}, notice);
    log.info({ url, source, directory, venues: feeds.map(({ venue }) => venue.card.id) }, 'listening');
    return { url, engine, services, atStart: { symbols, unfollowed }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
