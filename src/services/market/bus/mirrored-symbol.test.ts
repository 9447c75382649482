import { expect, test } from 'vitest';
import { busSchema, type FeedFactsMessage } from '../../../core/bus-message.ts';
import type { Instrument } from '../../../core/index.ts';
import { createOutgoing } from '../../../runtime/bus/outgoing.ts';
import { instrument, testVenue } from '../../../runtime/feed/testing/venue.ts';
import { play } from '../../../runtime/feed/testing/player.ts';
import { newMirrored, takeFacts } from './mirrored-symbol.ts';

test.each<[string, Partial<Instrument>]>([
  ['spot', {}],
  ['without a definition', { kind: null, scaleFrom: 'digits' }],
  [
    'an option',
    {
      kind: 'option',
      version: 3,
      contract: {
        size: 1,
        settle: 'USDC',
        inverse: false,
        underlying: 'BTC',
        expiry: 1_900_000_000_000_000,
        strike: 5,
        optionSide: 'put',
      },
    },
  ],
])('a definition is the same after the bus: %s', (_, changed) => {
  const { feed } = play({ symbols: ['AAA'] });
  const symbol = feed.symbols.get('AAA');
  if (symbol === undefined) throw new Error('not followed');
  symbol.instrument = { ...instrument('AAA'), ...changed };
  const out = createOutgoing({ venue: testVenue.card.id, source: 'simulated', settings: {} });
  const body = out.opening(feed, 'AAA', feed.now)[0]?.body;
  const read = busSchema.parse(JSON.parse(JSON.stringify(body)));
  const mirrored = newMirrored('AAA', feed.now);
  takeFacts(mirrored, read as FeedFactsMessage);
  expect(mirrored.instrument).toEqual(symbol.instrument);
});
