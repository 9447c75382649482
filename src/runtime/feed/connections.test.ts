import { describe, expect, test } from 'vitest';
import type { Venue } from '../../core/index.ts';
import { delta, play, states } from './testing/player.ts';
import { testVenue } from './testing/venue.ts';

const settled = (venue?: Venue) => {
  const player = play({ symbols: ['AAA'] }, venue);
  player.settle();
  return player;
};

const dropped = (player: ReturnType<typeof play>) => player.take('disconnect').map(({ reason }) => reason);

/** A venue whose connections are pinged every 5 s, may be silent for 30 s and last half an hour and 20 s. */
const shortLived: Venue = {
  ...testVenue,
  connect: {
    ...testVenue.connect,
    plan: (subscriptions, host) => testVenue.connect.plan(subscriptions, host).map((plan) => ({ ...plan, maxAgeMs: 1_820_000 })),
  },
};

describe('a dead peer', () => {
  test('is noticed by a ping without a pong', () => {
    const player = settled();
    player.wait(15_200);
    expect(player.take('ping')).toHaveLength(1);
    player.wait(9_700);
    expect(dropped(player)).toEqual([]);
    player.wait(400);
    expect(dropped(player)).toEqual(['no pong in 10 s']);
    expect(states(player.events())).toContain('AAA book down');
  });

  test('lives while pongs come, and is pinged again', () => {
    const player = settled();
    for (let minute = 0; minute < 20; minute++) {
      player.wait(15_200);
      expect(player.take('ping')).toHaveLength(1);
      player.pong(1);
    }
    expect(dropped(player)).toEqual([]);
  });

  test('that never opens is given up after 10 s, and the next host is tried', () => {
    const player = settled();
    player.close(1);
    player.wait(500);
    expect(player.take('connect').map(({ url }) => url)).toEqual(['ws://one/ws']);
    player.wait(10_200);
    expect(dropped(player)).toEqual(['did not open in 10 s']);
    player.wait(1_000);
    expect(player.take('connect').map(({ url }) => url)).toEqual(['ws://two/ws']);
  });

  test('frames of a connection that was given up are not taken', () => {
    const player = settled();
    player.wait(30_000);
    player.events();
    player.frame(1, delta('AAA', 101, 101));
    expect(player.events()).toEqual([]);
  });
});

describe('tries', () => {
  test('come ever further apart, up to half a minute, and never end', () => {
    const player = settled();
    player.close(1);
    const at: number[] = [];
    for (let tick = 0; tick < 36_000; tick++) {
      player.wait(100);
      for (const { conn } of player.take('connect')) {
        at.push(tick / 10);
        player.close(conn);
      }
    }
    const waits = at.slice(1).map((time, i) => time - at[i]!);
    expect(waits[0]).toBeLessThan(1);
    expect(waits.length).toBeGreaterThan(120);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30.1);
    expect(Math.min(...waits.slice(-50))).toBeGreaterThanOrEqual(14.9);
  });

  test('a refusal for where we are is said by name, and another host tried', () => {
    const player = settled();
    player.close(1);
    player.wait(600);
    player.close(player.take('connect')[0]!.conn, 451);
    expect(player.feed.notes).toEqual(['ws://one refuses us: HTTP 451']);
    expect(player.feed.symbols.get('AAA')?.streams.book).toMatchObject({
      state: 'down',
      reason: 'the venue refuses the connection: HTTP 451',
    });
    player.wait(2_000);
    expect(player.take('connect').map(({ url }) => url)).toEqual(['ws://two/ws']);
  });

  test('no more than the venue allows in a minute', () => {
    const player = play({ symbols: ['AAA'] }, { ...testVenue, card: { ...testVenue.card, connectsPerMinute: 3 } });
    player.settle();
    let tried = 0;
    player.close(1);
    for (let second = 0; second < 50; second++) {
      player.wait(1_000);
      for (const { conn } of player.take('connect')) {
        tried++;
        player.close(conn);
      }
    }
    expect(tried).toBe(2);
    player.wait(15_000);
    expect(player.take('connect')).toHaveLength(1);
  });
});

describe('a planned end', () => {
  /** Just before the old connection is replaced; frames keep it alive. */
  const renewing = () => {
    const player = settled(shortLived);
    let id = 101;
    for (; player.feed.slots[0]?.heir === null; id++) {
      player.wait(1_000);
      player.frame(1, delta('AAA', id, id));
    }
    player.events();
    const heir = player.take('connect')[0]!.conn;
    return { player, heir, id };
  };

  test('both connections run side by side; the book goes over without a gap', () => {
    const { player, heir, id } = renewing();
    player.open(heir);
    for (let i = id; i < id + 8; i++) {
      player.wait(1_000);
      player.frame(1, delta('AAA', i, i));
      player.frame(heir, delta('AAA', i - 1, i + 1));
    }
    expect(dropped(player)).toEqual(['replaced before its time ran out']);
    expect(states(player.events())).toEqual([]);
    expect(player.feed.slots[0]).toMatchObject({ conn: heir, heir: null });
  });

  test('a new connection that fails is tried again while the old one serves', () => {
    const { player, heir, id } = renewing();
    player.close(heir);
    player.frame(1, delta('AAA', id, id));
    player.wait(2_000);
    expect(player.take('connect').length).toBeGreaterThan(0);
    expect(states(player.events())).toEqual([]);
  });

  test('an old connection that ends early hands over at once', () => {
    const { player, heir, id } = renewing();
    player.open(heir);
    player.frame(heir, delta('AAA', id, id));
    player.close(1);
    player.frame(heir, delta('AAA', id + 1, id + 1));
    expect(states(player.events())).toEqual([]);
    expect(player.feed.symbols.get('AAA')?.book.last).toBe(id + 1);
  });

  test('an announced shutdown begins it', () => {
    const player = settled();
    player.frame(1, { kind: 'shutdown' });
    expect(player.take('connect')).toHaveLength(1);
    player.frame(1, { kind: 'shutdown' });
    expect(player.take('connect')).toHaveLength(0);
  });
});

test('a subscription refused again and again is tried again within half a minute, for hours', () => {
  const player = settled();
  let id = 101;
  let owner = 1;
  for (let refusals = 0; refusals < 50; refusals++) {
    player.frame(owner, { kind: 'rejected', symbol: 'AAA', stream: 'trade', message: 'no' });
    let heir: number | undefined;
    for (let second = 0; second < 32 && heir === undefined; second++, id++) {
      player.wait(1_000);
      player.frame(owner, delta('AAA', id, id));
      player.pong(owner);
      heir = player.take('connect')[0]?.conn;
    }
    expect(heir, `after ${refusals} refusals`).toBeDefined();
    owner = heir as number;
    player.open(owner);
    for (let second = 0; second < 7; second++, id++) {
      player.wait(1_000);
      player.frame(owner, delta('AAA', id, id));
    }
  }
});

// bitrich-info/xchange-stream#502: Kraken answers "Exceeded msg rate" without the symbol of the subscription.
describe('a refusal without a symbol', () => {
  const refusal = { kind: 'rejected', symbol: null, stream: null, message: 'Exceeded msg rate' } as const;

  /** Seconds until a connection is opened while the book continues; null if none is within `most`. */
  function renewedAfter(player: ReturnType<typeof settled>, most: number): number | null {
    for (let second = 1, id = 101; second <= most; second++, id++) {
      player.wait(1_000);
      player.frame(1, delta('AAA', id, id));
      player.pong(1);
      if (player.take('connect').length > 0) return second;
    }
    return null;
  }

  test('may be of a stream that has not begun: everything is subscribed again', () => {
    const player = settled();
    player.frame(1, refusal);
    expect(renewedAfter(player, 32)).not.toBeNull();
  });

  test('changes nothing where every stream has begun', () => {
    const player = play({ symbols: ['AAA'], streams: ['book'] });
    player.settle();
    player.frame(1, refusal);
    expect(renewedAfter(player, 60)).toBeNull();
  });

  test('of a symbol that is not followed changes nothing', () => {
    const player = settled();
    player.frame(1, { ...refusal, symbol: 'ZZZ' });
    expect(renewedAfter(player, 60)).toBeNull();
  });
});
