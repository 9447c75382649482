import { Registry, collectDefaultMetrics } from 'prom-client';
import { CodedError, roleElsewhere } from '../../core/index.ts';
import { createHttpFace } from '../../faces/http/index.ts';
import { compileCatalogue, type Services } from '../../operations/index.ts';
import { createReportService, createSharedService } from '../../services/market/bus/index.ts';
import { busReasons } from '../../services/market/index.ts';
import { venues } from '../../venues/index.ts';
import type { Config } from '../config.ts';
import { listen } from '../listen.ts';
import { measureInto } from '../metrics.ts';
import { readPage } from '../page.ts';
import { slowFrom } from '../proofs/budget.ts';
import { onlyServices, servicesOfMarket } from '../services/make.ts';
import { VERSION } from '../version.ts';
import { registerBusMetrics } from './metrics.ts';
import { openBusPart, type BusPart, type BusPartOptions } from './part.ts';

/** Services of a process without the feed: its own analysis, or values stored by others. */
function servicesOf(part: BusPart, { config, clock }: BusPartOptions): Services {
  const { bus, roles, analyser, check } = part;
  const health = () => part.health();
  const reports = createReportService({ bus, venues, clock, roles, health, check });
  const market =
    analyser === null
      ? reports
      : createSharedService({ analyser, reports, venues, clock, health, syncWaitMs: config.SYNC_WAIT_MS });
  // Operations that need another service are refused earlier, by their role.
  return onlyServices(servicesOfMarket(market), (what) =>
    roleElsewhere({ what, needs: 'ingest', has: roles, why: 'the raw log and the state beside it are on its disk' }),
  );
}

/** Answer of `/health`: down without the bus, degraded while any of its streams is not synced. */
async function healthOf(part: BusPart, services: Services): Promise<{ status: 'ok' | 'degraded' | 'down'; reasons: string[] }> {
  const reasons = busReasons(part.health());
  if (part.bus.status().state === 'down') return { status: 'down', reasons };
  const dataHealth = await services.market.getDataHealth({}).catch((error: unknown) => {
    if (error instanceof CodedError) return error;
    throw error;
  });
  if (dataHealth instanceof CodedError) return { status: 'down', reasons: [...reasons, dataHealth.message] };
  const { venues: followed, streams } = dataHealth;
  if (streams.length === 0) return { status: 'down', reasons: [...reasons, 'no process reports on a market'] };
  reasons.push(
    ...streams
      .filter(({ state }) => state !== 'synced')
      .map(({ venue, symbol, stream, state, reason }) => `${venue}:${symbol} ${stream} is ${state}: ${reason}`),
    ...followed.filter(({ status }) => status !== 'ok').map(({ venue, status }) => `${venue} is ${status}`),
  );
  const down = followed.every(({ status }) => status === 'down');
  return { status: down ? 'down' : reasons.length > 0 ? 'degraded' : 'ok', reasons };
}

/** Starts a process with the roles analyze, api or both; it has no feed, raw log or data directory. */
export async function startReaders(options: BusPartOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { config, clock, log }: { config: Config } & BusPartOptions = options;
  const part = openBusPart(options);
  const services = servicesOf(part, options);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  registerBusMetrics(metrics, part);
  const registry = compileCatalogue({ detail: 'full' });
  const app = createHttpFace({
    registry,
    mcpRegistry: compileCatalogue({ detail: 'concise' }),
    services: () => Promise.resolve(services),
    roles: part.roles,
    version: VERSION,
    health: () => healthOf(part, services),
    metrics,
    measure: measureInto(metrics, { clock, log, slowMs: slowFrom(config, registry) }),
    allowedHosts: config.TALLYFOIL_ALLOWED_HOSTS,
    clock,
    page: readPage(),
    log,
  });
  try {
    const url = await listen(app, config);
    for (const notice of config.notices) log.warn({}, notice);
    log.info({ url, roles: part.roles, bus: part.bus.status().where }, 'listening');
    return {
      url,
      async close() {
        await app.close();
        await part.close();
      },
    };
  } catch (error) {
    await part.close();
    throw error;
  }
}
