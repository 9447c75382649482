import { expect, test } from 'vitest';
import { silentLog, streamsOf, type Log, type SocketEvents, type Transport } from '../../core/index.ts';
import { readConfig } from '../../app/config.ts';
import { createEngine } from '../../services/market/index.ts';
import { createVirtualClock } from '../../simulator/virtual-clock.ts';
import { binanceSpot } from '../../venues/binance-spot/index.ts';
import { createInputQueue, driveFeed, type Effect, type Input } from './index.ts';

type Line = readonly [level: string, message: string, fields: Readonly<Record<string, unknown>>];

const SETTINGS = {
  symbols: ['BTCUSDT', 'ETHUSDT'],
  streams: streamsOf(binanceSpot.card, null),
  wsHosts: ['wss://x'],
  restHosts: ['https://x'],
  seed: 1,
  backfillMinutes: 0,
  auditSeconds: 0,
  recorded: false,
  source: 'live',
} as const;

/** Lines logged while a venue drops every connection, after a message or without one. */
function logged(seconds: number, { says }: { readonly says: 'nothing' | 'a message' }): readonly Line[] {
  const clock = createVirtualClock(1_700_000_000_000_000);
  const lines: Line[] = [];
  const at =
    (level: string): Log['info'] =>
    (fields, message) =>
      void lines.push([level, message, fields]);
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const transport: Transport = {
    connect: (_url, _headers, on) => {
      clock.after(10, () => {
        if (says === 'a message') {
          on.open();
          on.message('{}');
        }
        on.close(1006, 'connect ECONNREFUSED', null);
      });
      return { send: () => {}, ping: () => {}, terminate: () => {} };
    },
    request: (_request, answered) => void clock.after(10, () => answered({ ok: false, reason: 'ECONNREFUSED' })),
  };
  const engine = createEngine({
    venues: new Map([[binanceSpot.card.id, binanceSpot]]),
    source: 'live',
    settings: readConfig({}),
  });
  const driver = driveFeed({
    venue: binanceSpot,
    transport,
    clock,
    log,
    settings: SETTINGS,
    apply: (input) => engine.apply(input, null),
  });
  for (let passed = 0; passed < seconds * 1_000; passed += 10) clock.advanceBy(10);
  driver.stop();
  return lines;
}

test('a venue that cannot be reached is reported at doubling intervals, and each try only in the detail', () => {
  const lines = logged(600, { says: 'nothing' });
  const tries = lines.filter(([, message]) => message === 'feed connects').length;
  expect(tries).toBeGreaterThan(10);
  const seen = lines.filter(([level]) => level !== 'debug');
  const warned = seen.filter(([level]) => level === 'warn').map(([, , { failures }]) => failures);
  expect(warned.slice(0, 4)).toEqual([1, 2, 4, 8]);
  expect(seen.find(([level]) => level === 'warn')?.[2]).toMatchObject({ venue: 'binance-spot', reason: 'connect ECONNREFUSED' });
  // The first outage is logged in full: one connection, and the state of each stream.
  expect(seen.length - warned.length).toBeLessThan(30);
  const late = lines.slice(Math.floor(lines.length / 2)).filter(([level]) => level === 'info');
  expect(late).toEqual([]);
});

test('the loss of a connection that had brought messages is reported each time', () => {
  const lines = logged(60, { says: 'a message' });
  const connects = lines.filter(([, message]) => message === 'feed connects');
  expect(connects.length).toBeGreaterThan(2);
  expect(new Set(connects.map(([level]) => level))).toEqual(new Set(['info']));
});

/** Milliseconds after the start at which a feed ticks, if its timers fire this much late. */
function tickTimes(phaseMs: number, lateMs: readonly number[]): readonly number[] {
  let now = 1_700_000_000_000_000;
  let due: { readonly ms: number; readonly run: () => void } | null = null;
  const began = now;
  const times: number[] = [];
  const driver = driveFeed({
    venue: binanceSpot,
    settings: SETTINGS,
    transport: { connect: () => ({ send: () => {}, ping: () => {}, terminate: () => {} }), request: () => {} },
    clock: {
      now: () => now,
      after(ms, run) {
        due = { ms, run };
        return () => {};
      },
    },
    log: silentLog,
    phaseMs,
    apply({ kind }) {
      if (kind === 'tick') times.push((now - began) / 1_000);
      return [];
    },
  });
  for (const late of lateMs) {
    const { ms, run } = due as unknown as { readonly ms: number; readonly run: () => void };
    now += (ms + late) * 1_000;
    run();
  }
  driver.stop();
  return times;
}

test('feeds of one process tick apart, and late or early timers do not bring them together', () => {
  expect(tickTimes(0, [0, 7, 0, -1, 0, 70, 0])).toEqual([100, 207, 300, 399, 500, 670, 800]);
  expect(tickTimes(50, [0, 7, 0, -1, 0, 70, 0])).toEqual([50, 157, 250, 349, 450, 620, 750]);
  expect(tickTimes(33, [0, 0])).toEqual([133, 233]);
});

/** A driven feed with a queue that takes one input in each turn of the event loop. */
function queued(effectsOf: (input: Input) => readonly Effect[]) {
  let now = 1_700_000_000_000_000;
  const timers: (() => void)[] = [];
  const turns: (() => void)[] = [];
  const sockets: SocketEvents[] = [];
  const taken: Input[] = [];
  let worked = 0;
  const driver = driveFeed({
    venue: binanceSpot,
    settings: SETTINGS,
    transport: {
      connect(_url, _headers, on) {
        sockets.push(on);
        return { send: () => {}, ping: () => {}, terminate: () => {} };
      },
      request: () => {},
    },
    clock: {
      now: () => now,
      after(_ms, run) {
        timers.push(run);
        return () => {};
      },
    },
    log: silentLog,
    queue: createInputQueue({ stopwatch: () => worked, later: (run) => void turns.push(run), sliceMs: 0 }),
    apply(input) {
      taken.push(input);
      worked++;
      return effectsOf(input);
    },
  });
  return {
    driver,
    sockets,
    pass: (ms: number) => (now += ms * 1_000),
    tick: () => timers.splice(0).forEach((run) => run()),
    work(count = 100) {
      for (let turn = 0; turn < count; turn++) turns.splice(0).forEach((run) => run());
    },
    taken: () => taken.splice(0),
  };
}

const CONNECT: Effect = { kind: 'connect', conn: 1, url: 'wss://x', headers: {} };

test('inputs that wait keep the time of their arrival, and of several ticks only the first waits', () => {
  const { sockets, pass, tick, work, taken } = queued(({ kind }) => (kind === 'start' ? [CONNECT] : []));
  work();
  const began = taken()[0]?.at ?? 0;
  const [socket] = sockets;
  socket?.open();
  for (const text of ['a', 'b']) {
    pass(10);
    socket?.message(text);
    pass(90);
    tick();
  }
  pass(500);
  socket?.message('c');
  work();
  const late = (at: number) => (at - began) / 1_000;
  expect(taken().map((input) => [input.kind, input.kind === 'frame' ? input.text : '', late(input.at)])).toEqual([
    ['open', '', 0],
    ['frame', 'a', 10],
    ['tick', '', 100],
    ['frame', 'b', 110],
    ['frame', 'c', 700],
  ]);
  tick();
  work();
  expect(taken().map(({ kind }) => kind)).toEqual(['tick']);
});

test('a socket that the feed closed brings nothing more, also of what still waits', () => {
  const { sockets, work, taken } = queued((input) => {
    if (input.kind === 'start') return [CONNECT];
    return input.kind === 'frame' && input.text === 'bad' ? [{ kind: 'disconnect', conn: 1, reason: 'bad' }] : [];
  });
  work();
  const [socket] = sockets;
  socket?.open();
  for (const text of ['good', 'bad', 'late']) socket?.message(text);
  socket?.close(1006, '', null);
  work();
  expect(taken().map((input) => (input.kind === 'frame' ? input.text : input.kind))).toEqual(['start', 'open', 'good', 'bad']);
});

test('nothing of what waits is taken after the end', () => {
  const { driver, sockets, work, taken } = queued(({ kind }) => (kind === 'start' ? [CONNECT] : []));
  work();
  sockets[0]?.open();
  sockets[0]?.message('a');
  sockets[0]?.message('b');
  driver.stop();
  work();
  expect(taken().map(({ kind }) => kind)).toEqual(['start', 'open']);
});
