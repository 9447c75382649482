import { expect, test } from 'vitest';
import type { DecodedTicker } from '../../core/index.ts';
import { delta, play, states, trade, tradeIds } from './testing/player.ts';

function settled(settings = {}) {
  const player = play({ symbols: ['AAA'], ...settings });
  player.settle();
  return player;
}

const page = (...ids: readonly number[]) => ({
  kind: 'trades',
  symbol: 'AAA',
  trades: ids.map((id) => trade('AAA', id, { via: 'backfill' })),
});

test('each trade goes out once, in order', () => {
  const player = settled();
  player.frame(1, trade('AAA', 5), trade('AAA', 6), trade('AAA', 5), trade('AAA', 6), trade('AAA', 7));
  expect(tradeIds(player.events())).toEqual([5, 6, 7]);
  expect(player.feed.symbols.get('AAA')?.streams.trade?.duplicates).toBe(2);
});

test('skipped ids are a gap until a page brings them', () => {
  const player = settled();
  player.frame(1, trade('AAA', 5), trade('AAA', 9));
  const events = player.events();
  expect(tradeIds(events)).toEqual([5, 9]);
  expect(states(events)).toContain('AAA trade gap');
  player.wait(1_600);
  const [request] = player.take('request');
  expect(request?.call.path).toBe('/trades/AAA/9');
  player.answer(request!, page(3, 4, 5, 6, 7, 8));
  const after = player.events();
  expect(tradeIds(after).toSorted((a, b) => a - b)).toEqual([3, 4, 6, 7, 8]);
  expect(states(after)).toEqual(['AAA trade synced']);
});

test('a late trade fills its own gap', () => {
  const player = settled();
  player.frame(1, trade('AAA', 5), trade('AAA', 7), trade('AAA', 6));
  const events = player.events();
  expect(tradeIds(events)).toEqual([5, 7, 6]);
  expect(states(events).at(-1)).toBe('AAA trade synced');
});

test('many gaps cost one page', () => {
  const player = settled();
  player.frame(1, trade('AAA', 1), trade('AAA', 3), trade('AAA', 5), trade('AAA', 7));
  player.wait(1_600);
  const requests = player.take('request');
  expect(requests.map(({ call }) => call.path)).toEqual(['/trades/AAA/7']);
  player.answer(requests[0]!, page(1, 2, 3, 4, 5, 6));
  expect(tradeIds(player.events())).toEqual([1, 3, 5, 7, 2, 4, 6]);
  player.wait(3_000);
  expect(player.take('request')).toEqual([]);
});

test('ids that a page spans and does not hold were never given to a trade', () => {
  const player = settled();
  player.frame(1, trade('AAA', 5), trade('AAA', 9));
  player.wait(1_600);
  player.answer(player.take('request')[0]!, page(4, 5, 8, 9));
  expect(states(player.events()).at(-1)).toBe('AAA trade synced');
});

test('a lower id on a later time starts a new count; on the same time it is a duplicate', () => {
  const player = settled();
  player.frame(1, trade('AAA', 500), trade('AAA', 2, { tsEvent: player.feed.now + 60_000_000 }), trade('AAA', 1));
  expect(tradeIds(player.events())).toEqual([500, 2]);
});

test('after ids restarted, repeated trades with old ids are duplicates', () => {
  const player = settled();
  const later = player.feed.now + 60_000_000;
  player.frame(1, trade('AAA', 500), trade('AAA', 2, { tsEvent: later }), trade('AAA', 500), trade('AAA', 499));
  player.frame(1, trade('AAA', 3, { tsEvent: later + 1 }));
  const events = player.events();
  expect(tradeIds(events)).toEqual([500, 2, 3]);
  expect(states(events)).toEqual(['AAA trade synced']);
});

test('ids that the venue never brings are requested less and less often, but never given up', () => {
  const player = settled();
  player.frame(1, trade('AAA', 5), trade('AAA', 9));
  const asked: number[] = [];
  for (let second = 0; second < 600; second++) {
    player.pong(1);
    player.wait(1_000);
    for (const request of player.take('request')) {
      asked.push(second);
      player.answer(request, page());
    }
  }
  expect(asked.length).toBeLessThan(25);
  expect(asked.at(-1)).toBeGreaterThan(540);
  expect(player.feed.symbols.get('AAA')?.streams.trade?.state).toBe('gap');
});

test('history is fetched page by page until it reaches back far enough', () => {
  const player = settled({ backfillMinutes: 1 });
  player.frame(1, trade('AAA', 50));
  player.wait(200);
  player.answer(player.take('request')[0]!, page(48, 49, 50));
  const [next] = player.take('request');
  expect(next?.call.path).toBe('/trades/AAA/48');
  const old = { ...page(), trades: [trade('AAA', 47, { tsEvent: player.feed.now - 120_000_000, via: 'backfill' })] };
  player.answer(next!, old);
  player.wait(5_000);
  expect(player.take('request')).toEqual([]);
  expect(player.feed.symbols.get('AAA')?.trades.backfill).toBe('done');
  expect(tradeIds(player.events()).toSorted((a, b) => a - b)).toEqual([47, 48, 49, 50]);
});

test('an invalid trade is set aside', () => {
  const player = settled();
  player.frame(1, trade('AAA', 5, { price: -1 }), trade('AAA', 6, { size: 0 }), trade('AAA', 7));
  expect(tradeIds(player.events())).toEqual([7]);
  expect(player.take('quarantine').map(({ reason }) => reason)).toEqual(['bad_trade', 'bad_trade']);
});

test('a new count whose ids are among those held is seen by its times, once the next id follows', () => {
  const player = settled();
  player.frame(1, trade('AAA', 500), trade('AAA', 501), trade('AAA', 502));
  player.wait(5_000);
  const later = player.feed.now;
  player.events();
  // A single one may be a repeat from before the exchange's clock stepped back.
  player.frame(1, trade('AAA', 501, { tsEvent: later }));
  expect(tradeIds(player.events())).toEqual([]);
  player.frame(1, trade('AAA', 502, { tsEvent: later + 1 }), trade('AAA', 503, { tsEvent: later + 2 }));
  expect(tradeIds(player.events())).toEqual([502, 503]);
});

test('a ticker whose volume grew while no trade came puts trades in doubt; the same price alone does not', () => {
  const player = settled();
  const ticker = (volume: number): DecodedTicker => ({
    kind: 'ticker',
    symbol: 'AAA',
    last: 100,
    changePct: 0,
    high: 100,
    low: 100,
    volume,
    from: null,
    tsEvent: null,
  });
  player.frame(1, trade('AAA', 5), ticker(10));
  player.wait(2_000);
  player.frame(1, ticker(9));
  player.wait(4_000);
  player.frame(1, ticker(8));
  expect(player.feed.symbols.get('AAA')?.streams.trade?.state).toBe('synced');
  player.frame(1, ticker(11));
  player.wait(4_000);
  player.frame(1, ticker(12));
  expect(player.feed.symbols.get('AAA')?.streams.trade).toMatchObject({
    state: 'gap',
    reason: 'the ticker counts trades that have not come',
  });
  player.frame(1, trade('AAA', 6, { tsEvent: player.feed.now }));
  expect(player.feed.symbols.get('AAA')?.streams.trade?.state).toBe('synced');
});

test('a book that lost updates puts the trades of its market in doubt until the next one', () => {
  const player = settled({ symbols: ['AAA', 'BBB'] });
  player.frame(1, trade('AAA', 5), trade('BBB', 5), delta('AAA', 150, 152));
  expect(player.feed.symbols.get('AAA')?.streams.trade?.reason).toContain('the book lost updates');
  expect(player.feed.symbols.get('BBB')?.streams.trade?.state).toBe('synced');
  player.frame(1, trade('AAA', 6));
  expect(player.feed.symbols.get('AAA')?.streams.trade?.state).toBe('synced');
});
