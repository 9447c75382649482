import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../../app/config.ts';
import { fromMillis, silentLog, streamsOf, type Transport, type VenueId } from '../../../../core/index.ts';
import { driveFeed, type Driver } from '../../../../runtime/feed/index.ts';
import { openState } from '../../../../runtime/state/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue } from '../../../../simulator/index.ts';
import { venues } from '../../../../venues/index.ts';
import type { FollowQuery } from '../../answers/following.ts';
import { createEngine } from '../../index.ts';
import { createFollowing, createMarketMemory } from '../index.ts';

type Hanging = 'hangs' | 'fails' | null;

const LISTED: Readonly<Record<SimulatedVenue, readonly string[]>> = {
  'binance-spot': ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT'],
  'kraken-spot': ['BTC/USD', 'ETH/USD', 'SOL/USD', 'ETH/BTC', 'DOGE/BTC'],
  'binance-usdm': ['BTCUSDT', 'ETHUSDT'],
};

/** Feeds of simulated venues, two markets each, and the service over them. */
export function stage({
  ids = ['binance-spot'],
  most = 50,
  file = join(mkdtempSync(join(tmpdir(), 'tallyfoil-following-')), 'state.sqlite'),
}: { readonly ids?: readonly SimulatedVenue[]; readonly most?: number; readonly file?: string } = {}) {
  const clock = createVirtualClock(fromMillis(Date.UTC(2026, 0, 15, 12)));
  const state = openState(file);
  const defaults = new Map<VenueId, readonly string[]>(ids.map((id) => [id, LISTED[id].slice(0, 2)]));
  const memory = createMarketMemory(state, defaults, clock);
  const engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const rest: { mode: Hanging } = { mode: null };
  const drivers = new Map<VenueId, Driver>();
  const alerts: { readonly id: string; readonly market: FollowQuery }[] = [];
  const start = memory.atStart(most);
  for (const id of ids) {
    const venue = venues.get(id);
    if (venue === undefined) throw new Error(`no venue ${id}`);
    const exchange = createExchange({ venue: id, seed: 5, clock, historyMinutes: 2, levels: 50, symbols: LISTED[id] });
    const real = exchange.transport();
    const transport: Transport = {
      connect: (...all) => real.connect(...all),
      request(request, done) {
        if (rest.mode === null) real.request(request, done);
        else if (rest.mode === 'fails') clock.after(5, () => done({ ok: false, reason: 'ECONNREFUSED' }));
      },
    };
    drivers.set(
      id,
      driveFeed({
        venue,
        transport,
        clock,
        log: silentLog,
        settings: {
          symbols: start.symbols.get(id) ?? [],
          streams: streamsOf(venue.card, null),
          wsHosts: venue.card.hosts.ws.urls,
          restHosts: venue.card.hosts.rest.urls,
          seed: 1,
          backfillMinutes: 0,
          auditSeconds: 0,
          recorded: false,
        },
        apply: (input) => engine.apply(input, null),
      }),
    );
  }
  const service = createFollowing({
    engine,
    drivers,
    built: venues,
    memory,
    most,
    alertsOn: async (isOn) => alerts.filter(({ market }) => isOn(market)).map(({ id }) => id),
    clock,
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advanceBy(50);
      for (let i = 0; i < 10; i++) await Promise.resolve();
    }
  };
  /** The outcome of a call, or the public name of its error. */
  const soon = async (call: Promise<{ readonly outcome: string }>, ms = 2_000): Promise<string> => {
    let ended = 'waits';
    call.then(
      ({ outcome }) => (ended = outcome),
      (error: Error & { publicName?: string }) => (ended = error.publicName ?? error.message),
    );
    await pass(ms);
    return ended;
  };
  const followed = () => [...engine.state.markets.keys()];
  return { ...service, alerts, clock, engine, file, followed, memory, pass, rest, soon, start, state };
}

export const running = async (...given: Parameters<typeof stage>) => {
  const one = stage(...given);
  await one.pass(2_000);
  return one;
};
