import { describe, expect, test } from 'vitest';
import { US_PER_SECOND, type Decoded } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { reduce } from './reduce.ts';
import type { FeedState } from './state.ts';
import { havingStreams, liquidation } from './testing/numbers-as-received.ts';
import { play } from './testing/player.ts';

/** A market with liquidations whose connection 1 is about to be replaced by `heir`, which is open already. */
function renewing() {
  const player = play(
    { symbols: ['AAA'], streams: ['trade', 'liquidation'] },
    havingStreams({ kind: 'trade' }, { kind: 'liquidation' }),
  );
  player.settle();
  player.frame(1, { kind: 'shutdown' });
  const heir = player.take('connect')[0]!.conn;
  player.open(heir);
  player.events();
  /** Sizes of the liquidations taken since the last call. */
  const taken = () => player.events().flatMap((event) => (event.type === 'liquidation' ? [event.size] : []));
  const both = (...items: readonly Decoded[]) => {
    player.frame(1, ...items);
    player.frame(heir, ...items);
  };
  return { player, heir, taken, both };
}

const status = ({ feed }: { readonly feed: FeedState }) => feed.symbols.get('AAA')?.streams.liquidation;

describe('a print that two connections bring', () => {
  test('counts once, whichever brings it first', () => {
    const { player, heir, taken, both } = renewing();
    both(liquidation({ size: 1 }));
    player.frame(heir, liquidation({ size: 2 }));
    player.wait(100);
    player.frame(1, liquidation({ size: 2 }));
    expect(taken()).toEqual([1, 2]);
    expect(status(player)).toMatchObject({ messages: 2, duplicates: 2 });
  });

  test('counts once when the new one is behind, also after the old one has ended', () => {
    const { player, heir, taken } = renewing();
    player.frame(1, liquidation({ size: 1 }));
    player.frame(heir, { kind: 'heartbeat' });
    player.wait(5_100);
    player.frame(1, liquidation({ size: 2 }));
    player.wait(100);
    player.close(1);
    player.frame(heir, liquidation({ size: 2 }), liquidation({ size: 3 }));
    expect(taken()).toEqual([1, 2, 3]);
  });

  test('differs if any field does, its time included', () => {
    const { player, heir, taken } = renewing();
    player.frame(1, liquidation());
    player.frame(
      heir,
      liquidation({ tsEvent: 1_800_000_000_000_001 }),
      liquidation({ side: 'short' }),
      liquidation({ price: null }),
    );
    expect(taken()).toHaveLength(4);
  });

  test('leaves its connection alive', () => {
    const { player, heir, both } = renewing();
    both(liquidation());
    player.wait(1_000);
    player.frame(heir, { kind: 'heartbeat' });
    expect(player.feed.conns.get(heir)).toMatchObject({ repeats: false, goodAt: player.feed.now });
  });
});

describe('equal prints of one connection', () => {
  test('are separate events', () => {
    const { taken, both } = renewing();
    both(liquidation(), liquidation());
    expect(taken()).toEqual([3, 3]);
  });

  test('all count if the other connection missed one', () => {
    const { player, heir, taken } = renewing();
    player.frame(1, liquidation());
    player.frame(heir, liquidation());
    player.frame(1, liquidation());
    expect(taken()).toEqual([3, 3]);
  });
});

test('prints are remembered for a minute, in a checkpoint too', () => {
  const { player, taken, heir } = renewing();
  player.frame(1, liquidation());
  const back = fromCheckpoint(toCheckpoint(player.feed)) as FeedState;
  expect(back.symbols.get('AAA')?.prints).toEqual(player.feed.symbols.get('AAA')?.prints);
  for (let second = 0; second < 59; second++) {
    player.wait(1_000);
    player.frame(heir, { kind: 'heartbeat' });
  }
  player.frame(heir, liquidation());
  expect(taken()).toEqual([3]);
  player.wait(1_100);
  player.frame(heir, liquidation({ size: 4 }));
  expect(player.feed.symbols.get('AAA')?.prints.map(({ print }) => print.size)).toEqual([4]);
});

test('a clock set back does not lengthen that minute', () => {
  const { player } = renewing();
  player.frame(1, liquidation());
  const at = player.feed.now - 30 * US_PER_SECOND;
  reduce(havingStreams({ kind: 'trade' }, { kind: 'liquidation' }), player.feed, { kind: 'tick', venue: 'test', at });
  expect(player.feed.symbols.get('AAA')?.prints).toMatchObject([{ at }]);
});
