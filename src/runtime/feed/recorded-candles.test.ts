import { expect, test } from 'vitest';
import { tradeRule, US_PER_MINUTE, type Venue } from '../../core/index.ts';
import { play, trade } from './testing/player.ts';
import { testVenue } from './testing/venue.ts';

const venue: Venue = {
  ...testVenue,
  card: { ...testVenue.card, streams: [{ kind: 'trade' }, { kind: 'candle' }] },
  trades: tradeRule('increasing', 'newest'),
};
const prices = { open: 100, high: 100, low: 100, close: 100 } as const;

/** Three minutes of a recording with a trade each ten seconds, and after 30 s a candle of each minute that is not final. */
function recorded(hasCandles: boolean) {
  const player = play({ symbols: ['AAA'], streams: ['trade', 'candle'], recorded: true }, venue);
  player.settle();
  const { feed } = player;
  for (let id = 1; id <= 18; id++) {
    player.frame(1, trade('AAA', id, { tsEvent: feed.now }));
    const start = feed.now - (feed.now % US_PER_MINUTE);
    const common = { kind: 'candle', symbol: 'AAA', tsEvent: feed.now, interval: '1m', unit: 'base', start, ...prices } as const;
    if (hasCandles && id % 6 === 4) player.frame(1, { ...common, volume: 4, trades: 4, closed: false });
    player.wait(10_000);
  }
  return feed.symbols.get('AAA')?.trades.check;
}

test('a recording without candles waits for none, and doubts no minute', () => {
  expect(recorded(false)).toMatchObject({ doubted: [], owed: [], waits: null });
});

test('a recording with candles doubts a minute whose final candle is missing', () => {
  const doubted = recorded(true)?.doubted ?? [];
  expect(doubted.map(({ reason }) => reason)).toContain('the venue sent no final candle of 08:01 to compare trades with');
});
