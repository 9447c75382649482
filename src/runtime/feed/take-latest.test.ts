import { describe, expect, test } from 'vitest';
import { DATA_KINDS, dataRow, type DataKind, type DecodedData } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { badField } from './data-message.ts';
import { funding, havingStreams, liquidation, mark } from './testing/numbers-as-received.ts';
import { play, states, type Player } from './testing/player.ts';
import { testVenue } from './testing/venue.ts';

const venue = havingStreams({ kind: 'book' }, { kind: 'mark' }, { kind: 'funding' }, { kind: 'liquidation' });

function running(): Player {
  const player = play({ symbols: ['AAA'], streams: ['book', 'mark', 'funding', 'liquidation'] }, venue);
  player.settle();
  return player;
}
const ofType = (player: Player, type: DataKind) => player.events().filter((event) => event.type === type);
const statusOf = ({ feed }: Player, kind: DataKind) => feed.symbols.get('AAA')?.streams[kind];

describe('a stream whose newest message counts', () => {
  test('issues each message that says something new, with its numbers as received', () => {
    const player = running();
    player.frame(1, mark());
    expect(ofType(player, 'mark')).toEqual([
      {
        type: 'mark',
        venue: 'test',
        symbol: 'AAA',
        tsEvent: 1_800_000_000_000_000,
        tsRecv: player.feed.now,
        seq: null,
        markPrice: 100.25,
        indexPrice: 100.5,
        nextFundingRate: -0.000_1,
        nextFundingTime: 1_800_003_600_000_000,
      },
    ]);
    expect(statusOf(player, 'mark')).toMatchObject({ state: 'synced', messages: 1 });
  });

  test('takes the same again and an older one as repeats, and the same numbers at a later time as news', () => {
    const player = running();
    const { tsEvent } = mark();
    player.wait(2_000);
    const at = (later: number) => (tsEvent ?? 0) + later;
    player.frame(1, mark({ tsEvent: at(1_000) }), mark({ tsEvent: at(1_000) }), mark({ tsEvent: at(0), markPrice: 7 }));
    expect(ofType(player, 'mark')).toHaveLength(1);
    expect(statusOf(player, 'mark')).toMatchObject({ messages: 1, duplicates: 2 });
    player.frame(1, mark({ tsEvent: at(2_000) }));
    expect(ofType(player, 'mark')).toHaveLength(1);
  });

  test('goes by the number of a message where the venue has one', () => {
    const player = running();
    player.frame(1, mark({ seq: 5 }), mark({ seq: 5, markPrice: 8 }), mark({ seq: 4, markPrice: 9 }), mark({ seq: 6 }));
    expect(ofType(player, 'mark').map(({ seq }) => seq)).toEqual([5, 6]);
    expect(statusOf(player, 'mark')).toMatchObject({ seq: 6, duplicates: 2 });
  });

  test('continues after a new connection, also where the venue counts from a lower number', () => {
    const player = running();
    player.frame(1, mark({ seq: 12_096 }));
    player.close(1);
    player.wait(1_000);
    const { conn } = player.take('connect')[0]!;
    player.open(conn);
    expect(statusOf(player, 'mark')).toMatchObject({ state: 'syncing' });
    player.frame(conn, mark({ seq: 9_001, markPrice: 8 }), mark({ seq: 9_000, markPrice: 9 }));
    expect(ofType(player, 'mark').map(({ seq }) => seq)).toEqual([12_096, 9_001]);
    expect(statusOf(player, 'mark')).toMatchObject({ state: 'synced', seq: 9_001 });
  });

  test('keeps a settled rate beside a predicted one', () => {
    const player = running();
    const settled = funding({ status: 'settled', rate: 0.000_3 });
    player.frame(1, funding(), settled, funding(), settled);
    expect(ofType(player, 'funding')).toHaveLength(2);
    expect([...(player.feed.symbols.get('AAA')?.latest.keys() ?? [])]).toEqual(['funding:predicted', 'funding:settled']);
  });

  test('is in gap after a message with bad numbers, until the next good one', () => {
    const player = running();
    player.frame(1, mark());
    player.events();
    player.frame(1, mark({ markPrice: 0, tsEvent: null }));
    expect(states(player.events())).toEqual(['AAA mark gap']);
    expect(player.take('quarantine')).toMatchObject([{ reason: 'bad_mark', detail: 'AAA: markPrice 0' }]);
    player.frame(1, mark({ tsEvent: 1_800_000_001_000_000 }));
    expect(states(player.events())).toEqual(['AAA mark synced']);
  });

  test('continues from a checkpoint as if nothing had been', () => {
    const player = running();
    player.frame(1, mark(), funding(), liquidation());
    const text = toCheckpoint(player.feed);
    expect(toCheckpoint(fromCheckpointedFeed(fromCheckpoint(text) as Player['feed'], testVenue))).toBe(text);
  });
});

describe('prints', () => {
  test('are events each, also two that say the same', () => {
    const player = running();
    player.frame(1, liquidation(), liquidation());
    expect(ofType(player, 'liquidation')).toMatchObject([{ side: 'long', size: 3 }, { side: 'long' }]);
  });

  test('are in order before the first came, once what carries them is understood', () => {
    const player = running();
    player.wait(100);
    expect(statusOf(player, 'liquidation')).toMatchObject({ state: 'synced', messages: 0, lastAt: null });
  });

  test('a lost one is counted and leaves no gap behind', () => {
    const player = running();
    player.frame(1, liquidation(), {
      kind: 'refused',
      reason: 'bad_number',
      detail: 'size',
      symbol: 'AAA',
      streams: ['liquidation'],
    });
    player.frame(1, liquidation({ size: Number.POSITIVE_INFINITY }));
    expect(statusOf(player, 'liquidation')).toMatchObject({
      state: 'synced',
      messages: 1,
      gaps: [expect.anything(), expect.anything()],
    });
  });
});

test('every number of every kind is held against its field: none that is no number passes', () => {
  const good = { price: 1, size: 0, number: -1, count: 0, time: 0, text: 'x', flag: true } as const;
  const bad = { price: [0, -1, 1e18], size: [-1, 1e18], number: [1e18, -1e18], count: [-1, 0.5], time: [-1, 0.5] } as const;
  for (const kind of DATA_KINDS) {
    const message = {
      kind,
      symbol: 'AAA',
      tsEvent: null,
      ...Object.fromEntries(dataRow(kind).fields.map(({ name, is }) => [name, good[is]])),
    };
    expect(badField(message as unknown as DecodedData)).toBeNull();
    for (const { name, is, orNull } of dataRow(kind).fields) {
      const judged = (value: unknown) => badField({ ...message, [name]: value } as unknown as DecodedData);
      if (is === 'text' || is === 'flag') continue;
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '1', undefined, ...bad[is]])
        expect(judged(value), `${kind}.${name} ${String(value)}`).not.toBeNull();
      expect(judged(null), `${kind}.${name} null`).toBe(orNull ? null : `${name} null`);
    }
  }
});
