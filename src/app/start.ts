import { randomInt } from 'node:crypto';
import { ROLES, type Venue } from '../core/index.ts';
import type { Actions, CommonOptions, Running } from '../faces/cli/index.ts';
import { netTransport, systemClock } from '../runtime/transport/index.ts';
import { createExchange, type ScenarioName, type SimulatedVenue } from '../simulator/index.ts';
import { knownVenue, venues } from '../venues/index.ts';
import { busUrlMissing } from './bus/errors.ts';
import { chosenVenues, symbolsOn } from './chosen-venues.ts';
import { createContext, type Context } from './context.ts';
import { sourceOf } from './hosts.ts';
import { buildMissingPage, isPageBuilt } from './page.ts';
import { PROBE_MS, probeVenues } from './probe.ts';
import { startServer, type FeedPlan, type RunningServer, type SharedBus } from './server.ts';
import { wholeNumber } from './whole-number.ts';

/** These two commands print text for a person, which log lines would hide. */
const QUIET = { LOG_LEVEL: 'warn' };

type Say = (line: string) => void;

/** A running server and the markets with which it started; null if another process has them. */
interface Started extends Running {
  readonly atStart: RunningServer['atStart'] | null;
}

const followAgain = (unfollowed: readonly string[], url: string): string =>
  `  Not followed, because unfollow_market removed ${unfollowed.length === 1 ? 'it' : 'them'} earlier: ${unfollowed.join(', ')}. Follow again: node bin/tallyfoil.js call follow_market symbol=${unfollowed[0]} --url ${url}`;

/** The server's address, and example commands for this server and a market that it follows. */
function announce(say: Say, { config }: Context, running: Started, extra: string): Running {
  const { symbols, unfollowed = [] } = running.atStart ?? {};
  const [symbol = config.SYMBOLS[0] ?? ''] = [...(symbols?.values() ?? [])].flat();
  say(`Tallyfoil listens at ${running.url} (${running.source} data). ${extra}`);
  say(isPageBuilt() ? `  Page  ${running.url}/` : '  Page  not built: run `npm run page` and start again');
  say(`  MCP   ${running.url}/mcp`);
  say(
    `  HTTP  curl -s -X POST ${running.url}/api/v1/call/get_report -H 'content-type: application/json' -d '{"symbol":"${symbol}"}'`,
  );
  say(`  CLI   node bin/tallyfoil.js report ${symbol} --url ${running.url}`);
  if (unfollowed.length > 0) say(followAgain(unfollowed, running.url));
  return running;
}

/** Follows real venues, or their replacements from the environment. */
export async function serveVenues(context: Context, chosen: readonly Venue[]): Promise<Started> {
  const { BUS_URL, TALLYFOIL_ROLES: roles } = context.config;
  if (BUS_URL !== undefined) return serveOnBus(context, chosen);
  if (roles.length < ROLES.length) throw busUrlMissing({ roles });
  return serveAlone(context, chosen);
}

/** Starts with the configured roles; the bus client is loaded only here. */
async function serveOnBus(context: Context, chosen: readonly Venue[]): Promise<Started> {
  const { TALLYFOIL_ROLES: roles } = context.config;
  const options = { ...context, clock: systemClock };
  const { openBusPart, registerBusMetrics, startReaders } = await import('./bus/index.ts');
  if (!roles.includes('ingest')) return { ...(await startReaders(options)), source: 'shared', atStart: null };
  const part = openBusPart(options);
  const shared = {
    ...part,
    measureInto: (registry: Parameters<typeof registerBusMetrics>[0]) => registerBusMetrics(registry, part),
  };
  try {
    return await serveAlone(context, chosen, shared);
  } catch (error) {
    await part.close();
    throw error;
  }
}

async function serveAlone(context: Context, chosen: readonly Venue[], bus?: SharedBus): Promise<Started> {
  const source = sourceOf(chosen, context.environment, context.config.TALLYFOIL_SOURCE);
  const feeds: FeedPlan[] = chosen.map((venue) => ({ venue, transport: netTransport, symbols: symbolsOn(venue, context) }));
  const { url, close, atStart } = await startServer({ ...context, source, feeds, clock: systemClock, ...(bus ? { bus } : {}) });
  return { url, source, atStart, close };
}

export interface SimulationOptions {
  readonly scenario?: string;
  readonly seed?: string;
}

const DEMO_VENUE = 'binance-spot' satisfies SimulatedVenue;

/** Runs a simulated exchange in this process, with a server that labels all its data. */
export async function serveSimulation(context: Context, { scenario = 'calm', seed }: SimulationOptions): Promise<Started> {
  const venue = knownVenue(DEMO_VENUE);
  const symbols = symbolsOn(venue, context);
  const exchange = createExchange({
    venue: DEMO_VENUE,
    symbols,
    // Without a seed each demo is a new market; the seed determines everything in it.
    seed: seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', seed),
    clock: systemClock,
    scenario: scenario as ScenarioName,
  });
  const hosts = { ws: ['ws://simulator'], rest: ['http://simulator'] };
  const feeds = [{ venue, transport: exchange.transport(), symbols, hosts }];
  try {
    const { url, close, atStart } = await startServer({
      ...context,
      source: 'simulated',
      feeds,
      clock: systemClock,
      environment: {},
      isNewMarket: true,
    });
    return {
      url,
      source: 'simulated',
      atStart,
      close: async () => {
        exchange.stop();
        await close();
      },
    };
  } catch (error) {
    exchange.stop();
    throw error;
  }
}

export const start: Actions['start'] = async (options, say) => {
  const context = createContext(options, { VENUES: [...venues.keys()].join(','), ...QUIET });
  buildMissingPage();
  const chosen = chosenVenues(context);
  say(`Looking for a venue that answers, ${PROBE_MS / 1_000} s at most: ${chosen.map(({ card }) => card.name).join(', ')} …`);
  const probes = await probeVenues(chosen, context.environment, netTransport);
  const good = probes.find(({ ok }) => ok);
  if (good !== undefined)
    return announce(say, context, await serveVenues(context, [good.venue]), `Venue: ${good.venue.card.name}.`);
  for (const { venue, why } of probes) say(`  ${venue.card.name} does not answer (${why}).`);
  say('No venue answers, so this is a SIMULATED market: none of its numbers is real, and every answer states this.');
  return announce(say, context, await serveSimulation(context, {}), 'Everything here is simulated.');
};

export const serve: Actions['serve'] = async (options, say) => {
  const context = createContext(options);
  const chosen = chosenVenues(context);
  buildMissingPage();
  const { BUS_URL, TALLYFOIL_ROLES: roles } = context.config;
  const shared = BUS_URL === undefined ? '' : ` Roles: ${roles.join(', ')}.`;
  return announce(
    say,
    context,
    await serveVenues(context, chosen),
    `Venues: ${chosen.map(({ card }) => card.name).join(', ')}.${shared}`,
  );
};

export const demo: Actions['demo'] = async (options: CommonOptions & { scenario?: string; seed?: string }, say) => {
  const context = createContext(options, QUIET);
  buildMissingPage();
  return announce(
    say,
    context,
    await serveSimulation(context, pick(options)),
    'A simulated market: none of its numbers is real.',
  );
};

const pick = ({ scenario, seed }: { scenario?: string; seed?: string }): SimulationOptions => ({
  ...(scenario === undefined ? {} : { scenario }),
  ...(seed === undefined ? {} : { seed }),
});
