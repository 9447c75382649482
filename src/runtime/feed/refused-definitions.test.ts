import { expect, test } from 'vitest';
import { play } from './testing/player.ts';
import { instrument } from './testing/venue.ts';

const answered = (refused: readonly object[]) => {
  const player = play({ symbols: ['AAA', 'BBB'] });
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: [instrument('AAA')], refused });
  return player;
};

test('a market whose definition is unreadable is followed by the digits seen, and the refusal is reported', () => {
  const player = answered([{ symbol: 'BBB', reason: 'missing_field', detail: 'symbols[1].tick' }]);
  expect(player.feed.symbols.get('AAA')).toMatchObject({ unknown: false, instrument: { scaleFrom: 'definition' } });
  expect(player.feed.symbols.get('BBB')).toMatchObject({ unknown: false, instrument: { scaleFrom: 'digits' } });
  expect(player.take('quarantine')).toMatchObject([{ reason: 'missing_field', detail: 'definition of BBB: symbols[1].tick' }]);
  expect(player.take('connect')).toHaveLength(1);
});

test('an entry that does not even name its symbol may be the one that is missing', () => {
  expect(answered([{ symbol: null, reason: 'bad_field', detail: 'symbols[1].7' }]).feed.symbols.get('BBB')?.unknown).toBe(false);
});

test('a market that the venue does not list stays unknown, whatever else is unreadable', () => {
  expect(answered([{ symbol: 'CCC', reason: 'bad_field', detail: 'symbols[1].7' }]).feed.symbols.get('BBB')?.unknown).toBe(true);
  expect(answered([]).feed.symbols.get('BBB')?.unknown).toBe(true);
});
