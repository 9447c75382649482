import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { olderCheckpoint, partsOf, stateText } from '../../src/services/market/testing/engine-state.ts';
import {
  isSimulatorFrame,
  SIMULATOR_HEADER,
  silentLog,
  SOURCES,
  STREAM_KINDS,
  streamsOf,
  US_PER_SECOND,
  type Clock,
  type Source,
  type Transport,
} from '../../src/core/index.ts';
import { driveFeed, type Effect, type Input } from '../../src/runtime/feed/index.ts';
import { createEngine, marketReport } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue } from '../../src/simulator/index.ts';
import { venues } from '../../src/venues/index.ts';

const WAYS = ['header', 'body', 'frame'] as const;
type Way = (typeof WAYS)[number];
const START = 1_760_000_000_000_000;

/** A proxy that removes the simulator's marks, except those of the given kinds. */
function proxy(transport: Transport, passes: readonly Way[]): Transport {
  return {
    connect: (url, headers, on) =>
      transport.connect(url, headers, {
        ...on,
        message: (text) => (isSimulatorFrame(text) && !passes.includes('frame') ? undefined : on.message(text)),
      }),
    request: (request, done) =>
      transport.request(request, (answer) => {
        if (!answer.ok) return done(answer);
        const { [SIMULATOR_HEADER]: mark, ...rest } = answer.headers;
        const headers = passes.includes('header') && mark !== undefined ? answer.headers : rest;
        const body = passes.includes('body') ? answer.body : answer.body.replace(/"tallyfoil_simulator":"[^"]*",?/, '');
        done({ ...answer, headers, body });
      }),
  };
}

function run(id: SimulatedVenue, source: Source, passes: readonly Way[]) {
  const clock: Clock & { advanceTo(at: number): void } = createVirtualClock(START);
  const exchange = createExchange({ venue: id, seed: 5, clock, levels: 100, intensity: 0.3 });
  const venue = venues.get(id);
  if (venue === undefined) throw new Error('no venue');
  const engine = createEngine({ venues, source, settings: readConfig({}) });
  const inputs: Input[] = [];
  const effects: Effect[] = [];
  const driver = driveFeed({
    venue,
    transport: proxy(exchange.transport(), passes),
    clock,
    log: silentLog,
    settings: {
      symbols: exchange.symbols,
      streams: streamsOf(venue.card, null),
      wsHosts: venue.card.hosts.ws.urls,
      restHosts: venue.card.hosts.rest.urls,
      seed: 1,
      backfillMinutes: 1,
      auditSeconds: 25,
      recorded: false,
      source,
    },
    apply: (input) => {
      inputs.push(input);
      const done = engine.apply(input, { session: 1, seq: inputs.length });
      effects.push(...done);
      return done;
    },
  });
  clock.advanceTo(START + 60 * US_PER_SECOND);
  driver.stop();
  exchange.stop();
  const reports = exchange.symbols.map((symbol) => marketReport(engine, `${id}:${symbol}`, engine.state.now));
  return { engine, inputs, effects, reports, facts: engine.facts(id, engine.state.now) };
}

describe.each(['binance-spot', 'kraken-spot'] as const)('a simulator in the place of %s', (id) => {
  describe.each(['live', 'recorded'] as const)('followed as %s', (source) => {
    test.each(WAYS)('that shows itself by its %s alone gives no number, and is down with the reason', (way) => {
      const { engine, effects, reports, facts } = run(id, source, [way]);
      const refused = effects.filter(({ kind }) => kind === 'refused');
      expect(refused).toMatchObject([{ code: 'TF_FEED_SIMULATED_HOST', message: expect.stringContaining(`as ${source} data`) }]);
      for (const report of reports)
        expect(report).toMatchObject({
          state: 'down',
          last_price: null,
          mid_price: null,
          best_bid: null,
          best_ask: null,
          depth: null,
        });
      expect(facts).toMatchObject({ connections: 0, notes: [expect.stringContaining('Tallyfoil simulator')] });
      for (const symbol of engine.state.feeds.get(id)?.symbols.values() ?? [])
        for (const stream of STREAM_KINDS.filter((kind) => symbol.streams[kind] !== undefined))
          expect(symbol.streams[stream]).toMatchObject({ state: 'down', reason: expect.stringContaining('Tallyfoil simulator') });
      // Nothing is requested or opened afterwards.
      const last = effects.findIndex(({ kind }) => kind === 'refused');
      expect(effects.slice(last).filter(({ kind }) => kind === 'connect' || kind === 'request' || kind === 'send')).toEqual([]);
    });
  });

  test('followed as simulated is taken, by whatever it shows itself, and its marks change nothing', () => {
    const with_ = run(id, 'simulated', WAYS);
    const without = run(id, 'simulated', []);
    expect(with_.effects.filter(({ kind }) => kind === 'refused')).toEqual([]);
    expect(with_.reports.map((report) => report?.state)).toEqual(with_.reports.map(() => 'synced'));
    // Marks are inputs, so that they move the place in the log.
    const numbers = (reports: typeof with_.reports) =>
      JSON.stringify(reports.map((report) => ({ ...report, receipt: null, grounds: null })));
    expect(numbers(with_.reports)).toBe(numbers(without.reports));
  });
});

test('the mark is an input of the log: replayed, the feed is refused at the same place, also from a checkpoint', () => {
  const { inputs, engine } = run('kraken-spot', 'live', ['frame']);
  const again = createEngine({ venues, source: 'live', settings: readConfig({}), replayed: true });
  const at = inputs.findIndex((input) => input.kind === 'frame' && isSimulatorFrame(input.text));
  expect(at).toBeGreaterThan(0);
  for (const [index, input] of inputs.slice(0, at).entries()) again.apply(input, { session: 1, seq: index + 1 });
  const resumed = createEngine({ venues, source: 'live', settings: readConfig({}), replayed: true });
  resumed.load(partsOf(again));
  for (const [index, input] of inputs.slice(at).entries()) resumed.apply(input, { session: 1, seq: at + index + 1 });
  expect(stateText(resumed)).toBe(stateText(engine));
});

test.each(SOURCES)('a checkpoint of %s data is refused under any other source', (source) => {
  const of = createEngine({ venues, source, settings: readConfig({}) });
  for (const other of SOURCES.filter((one) => one !== source)) {
    const engine = createEngine({ venues, source: other, settings: readConfig({}) });
    const refusal = expect.objectContaining({ code: 'TF_MARKET_CHECKPOINT_OTHER_SOURCE' }) as Error;
    expect(() => engine.load(partsOf(of))).toThrow(refusal);
    expect(() => engine.restoreText(olderCheckpoint(of))).toThrow(refusal);
  }
});
