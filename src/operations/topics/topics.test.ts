import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { backendUnavailable } from '../../core/index.ts';
import { createVirtualClock, type VirtualClock } from '../../simulator/virtual-clock.ts';
import type { MarketReport, MarketService, TradesAnswer } from '../../services/market/answers.ts';
import { testContext } from '../testing/context.ts';
import { handMadeMarket, report, trades } from '../testing/market.ts';
import type { Firing } from '../../services/alerts/answers.ts';
import type { Services } from '../services.ts';
import { handMadeServices } from '../testing/services.ts';
import { createWatchHub } from '../watch-hub.ts';
import { TOPICS } from './catalogue.ts';
import { admit, findTopic, openTopic, type TopicMessage } from './open-topic.ts';

const endings: AbortController[] = [];
afterEach(() => endings.splice(0).forEach((ending) => ending.abort()));

/** A topic controlled by a test: `pass` advances time, and `got` has the messages since. */
async function follow(name: string, raw: object, given: MarketService | Pick<Services, 'alerts'>) {
  const clock: VirtualClock = createVirtualClock(1_000_000_000_000);
  const ending = new AbortController();
  endings.push(ending);
  const base = testContext('getReport' in given ? { market: given } : {});
  const context = 'alerts' in given ? { ...base, services: async () => ({ ...handMadeServices(), ...given }) } : base;
  const topic = findTopic(name);
  const messages = openTopic(topic, await admit(topic, raw, context), {
    context,
    hub: createWatchHub({ context, clock }),
    clock,
    signal: ending.signal,
  });
  const got: TopicMessage[] = [];
  const state = { thrown: undefined as unknown, ended: false };
  const read = async () => {
    for await (const message of messages) got.push(message);
    state.ended = true;
  };
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      for (let i = 0; i < 4; i++) await turn();
      clock.advanceBy(50);
    }
    for (let i = 0; i < 4; i++) await turn();
  };
  return {
    messages,
    got,
    state,
    pass,
    clock,
    end: () => ending.abort(),
    start: () => void read().catch((error: unknown) => (state.thrown = error)),
  };
}

const changing = (change: (call: number) => Partial<MarketReport>): MarketService => {
  let call = 0;
  return { ...handMadeMarket(), getReport: async () => ({ ...report(), ...change(call++) }) };
};

const BTC = { symbol: 'BTCUSDT' };

describe('report', () => {
  test('comes at most at the requested rate, however fast the market changes', async () => {
    const topic = await follow(
      'report',
      { ...BTC, rate: 2 },
      changing((call) => ({ last_price: 1_000 + call })),
    );
    topic.start();
    await topic.pass(3_000);
    expect(topic.got.length).toBeGreaterThanOrEqual(6);
    expect(topic.got.length).toBeLessThanOrEqual(7);
  });

  test('comes once a second while nothing changes', async () => {
    const topic = await follow(
      'report',
      { ...BTC, rate: 10 },
      changing((call) => ({ as_of: `2026-01-01T00:00:0${call % 10}Z`, age_ms: call })),
    );
    topic.start();
    await topic.pass(3_000);
    expect(topic.got.length).toBeGreaterThanOrEqual(3);
    expect(topic.got.length).toBeLessThanOrEqual(4);
  });

  test('comes at once when the state changes, whatever the rate', async () => {
    let state: MarketReport['state'] = 'synced';
    const topic = await follow(
      'report',
      { ...BTC, rate: 1 },
      { ...handMadeMarket(), getReport: async () => ({ ...report(), state }) },
    );
    topic.start();
    await topic.pass(400);
    expect(topic.got).toHaveLength(1);
    state = 'gap';
    await topic.pass(250);
    expect(topic.got.at(-1)).toMatchObject({ message: { state: 'gap' } });
  });

  test('a slow reader gets the newest message, and missed messages were never made', async () => {
    let made = 0;
    const topic = await follow(
      'report',
      { ...BTC, rate: 10 },
      changing((call) => ({ last_price: (made = call) })),
    );
    await topic.messages.next();
    const before = made;
    await topic.pass(60_000);
    expect(made).toBe(before);
    const next = topic.messages.next();
    await topic.pass(1_000);
    expect((await next).value).toMatchObject({ message: { last_price: made } });
  });

  test('an unreachable backend is reported once, and the topic continues when it is back', async () => {
    let away = true;
    const topic = await follow('report', BTC, {
      ...handMadeMarket(),
      getReport: async () => {
        if (away) throw backendUnavailable({ reason: 'nothing has arrived' });
        return report();
      },
    });
    topic.start();
    await topic.pass(5_000);
    expect(topic.got).toMatchObject([{ problem: { error: 'backend_unavailable' } }]);
    away = false;
    await topic.pass(1_500);
    expect(topic.got.at(-1)).toMatchObject({ message: { symbol: 'BTCUSDT' } });
  });

  test('a message that violates its own schema is never sent', async () => {
    const topic = await follow('report', BTC, {
      ...handMadeMarket(),
      getReport: async () => ({ ...report(), secret: 1 }) as never,
    });
    topic.start();
    await topic.pass(500);
    expect(topic.got).toMatchObject([{ problem: { error: 'internal_error' } }]);
    expect(JSON.stringify(topic.got)).not.toContain('secret');
  });

  test('ends with its signal, and leaves no timer behind', async () => {
    const topic = await follow('report', BTC, handMadeMarket());
    topic.start();
    await topic.pass(700);
    topic.end();
    await topic.pass(50);
    expect(topic.state).toEqual({ thrown: undefined, ended: true });
    expect(topic.clock.pending()).toBe(0);
  });
});

describe('trades', () => {
  const ids = (got: readonly TopicMessage[]) =>
    got.flatMap((one) => ('message' in one ? (one.message['trades'] as { id: number }[]).map(({ id }) => id).toReversed() : []));

  test('each trade comes once, in order, the backlog first', async () => {
    let newest = 100;
    const getTrades: MarketService['getTrades'] = async ({ limit }): Promise<TradesAnswer> => ({
      ...trades(0),
      trades: Array.from({ length: Math.min(limit, newest) }, (_, i) => ({ ...one, id: newest - i })),
      next_before_id: null,
    });
    const [one] = trades(1).trades as [TradesAnswer['trades'][number]];
    const topic = await follow('trades', { ...BTC, backlog: 5 }, { ...handMadeMarket(), getTrades });
    topic.start();
    await topic.pass(300);
    for (let i = 0; i < 10; i++) {
      newest += i;
      await topic.pass(300);
    }
    expect(ids(topic.got)).toEqual(Array.from({ length: newest - 95 }, (_, i) => 96 + i));
    newest += 2_000;
    await topic.pass(300);
    expect(topic.got.at(-1)).toMatchObject({ message: { cut: true } });
  });

  test('a part of an answer has no receipt, and states why and where to get one', async () => {
    let newest = 3;
    const [one] = trades(1).trades as [TradesAnswer['trades'][number]];
    const getTrades: MarketService['getTrades'] = async () => ({
      ...trades(0),
      trades: Array.from({ length: newest }, (_, i) => ({ ...one, id: newest - i })),
    });
    const topic = await follow('trades', BTC, { ...handMadeMarket(), getTrades });
    topic.start();
    await topic.pass(300);
    newest++;
    await topic.pass(300);
    const [first, second] = topic.got.map((got) => ('message' in got ? got.message : {}));
    expect(first).toMatchObject({ receipt: expect.stringMatching(/^tf2:get_trades:/), cite: expect.any(String) });
    expect(second).toMatchObject({ receipt: null, trades: [{ id: 4 }] });
    expect(second).not.toHaveProperty('cite');
    expect(second?.['caveats']).toContainEqual(expect.stringMatching(/^No receipt: .*get_trades/));
  });
});

test('firings of the requested market come once each, the backlog first', async () => {
  const services = handMadeServices();
  let seq = 3;
  const list: Services['alerts']['list'] = async ({ fired, afterSeq = 0, ...query }) => {
    const answer = await services.alerts.list({ ...query, fired: 1 });
    const [one] = answer.fired;
    const all = Array.from({ length: seq }, (_, i) => ({ ...one, seq: i + 1, symbol: i % 2 === 0 ? 'BTCUSDT' : 'ETHUSDT' }));
    return {
      ...answer,
      fired: all
        .filter((firing) => firing.seq > afterSeq)
        .toReversed()
        .slice(0, fired) as typeof answer.fired,
    };
  };
  const topic = await follow('alerts', { ...BTC, backlog: 3 }, { alerts: { ...services.alerts, list } });
  topic.start();
  await topic.pass(300);
  seq = 7;
  await topic.pass(1_200);
  const numbers = topic.got.map((one) =>
    'message' in one ? (one.message['fired'] as Firing[]).map((firing) => firing.seq) : [],
  );
  expect(numbers).toEqual([
    [3, 1],
    [7, 5],
  ]);
});

test('heatmap sends the stored columns, then only new ones', async () => {
  let next = 2;
  const seen: unknown[] = [];
  const market = handMadeMarket();
  const getHeat: MarketService['getHeat'] = async (query) => {
    seen.push(query.after);
    return { ...(await market.getHeat(query)), from: query.after ?? 0, next };
  };
  const topic = await follow('heatmap', BTC, { ...market, getHeat });
  topic.start();
  await topic.pass(1_800);
  expect(topic.got).toHaveLength(1);
  next = 3;
  await topic.pass(600);
  expect(topic.got).toHaveLength(2);
  expect(seen.slice(0, 2)).toEqual([undefined, 2]);
});

describe('what is refused', () => {
  test.each([
    ['report', {}, 'invalid_input'],
    ['report', { symbol: 'BTCUSDT', rate: 99 }, 'invalid_input'],
    ['report', { symbol: 'BTCUSDT', pace: 1 }, 'invalid_input'],
    ['report', { symbol: 'NOPE' }, 'symbol_not_indexed'],
    ['heatmap', { symbol: 'NOPE' }, 'symbol_not_indexed'],
  ])('%s %j: %s', async (name, raw, error) => {
    await expect(follow(name, raw, handMadeMarket())).rejects.toMatchObject({ publicName: error });
  });

  test.each(['reports', '', '__proto__'])('there is no topic %j', (name) => {
    expect(() => findTopic(name)).toThrow('There is no topic');
  });
});

test.each([...TOPICS.keys()])('%s sends a first message at once', async (name) => {
  const topic = await follow(name, name === 'feed_state' ? {} : BTC, handMadeMarket());
  expect((await topic.messages.next()).value).toHaveProperty('message');
});
