import { expect, test } from 'vitest';
import { streamsOf, type ContractTerms, type Instrument } from '../../core/index.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { fromCheckpointedFeed } from './checkpointed-feed.ts';
import { undefinedInstrument } from './numbers.ts';
import { havingStreams } from './testing/numbers-as-received.ts';
import { play, type Player } from './testing/player.ts';
import { instrument, testVenue } from './testing/venue.ts';

const terms: ContractTerms = {
  size: 0.01,
  settle: 'USD',
  inverse: false,
  underlying: 'AAA',
  expiry: null,
  strike: null,
  optionSide: null,
};
const perp: Instrument = { ...instrument('AAA'), kind: 'perp', contract: terms };
const venue = havingStreams({ kind: 'trade' }, { kind: 'funding', instruments: ['perp'] });

function defined(): Player {
  const player = play({ symbols: ['AAA'], streams: ['trade', 'funding'] }, venue);
  const [definitions] = player.take('request');
  if (definitions) player.answer(definitions, { kind: 'instruments', instruments: [perp] });
  player.open(1);
  return player;
}
const symbolOf = ({ feed }: Player) => feed.symbols.get('AAA');

test.each<[string, Partial<Instrument>]>([
  ['size 0.01 to 0.1', { contract: { ...terms, size: 0.1 } }],
  ['settle USD to AAA, inverse false to true', { contract: { ...terms, settle: 'AAA', inverse: true } }],
  ['expiry null to 1900000000000000', { contract: { ...terms, expiry: 1_900_000_000_000_000 } }],
  ['strike null to 5, optionSide null to call', { contract: { ...terms, strike: 5, optionSide: 'call' } }],
  ['underlying AAA to .INDEX', { contract: { ...terms, underlying: '.INDEX' } }],
  ['quote USD to EUR', { quote: 'EUR' }],
])('a definition that says otherwise is noticed: %s', (words, changed) => {
  const player = defined();
  player.frame(1, { kind: 'instrument', instrument: perp });
  expect(symbolOf(player)?.instrument?.version).toBeUndefined();
  player.frame(1, { kind: 'instrument', instrument: { ...perp, ...changed } });
  expect(symbolOf(player)?.instrument).toMatchObject({ ...changed, version: 2 });
  expect(player.feed.notes.at(-1)).toContain(words);
});

test('a perpetual that gets a delivery date loses the streams that only perpetuals have', () => {
  const player = defined();
  expect(Object.keys(symbolOf(player)?.streams ?? {})).toEqual(['trade', 'funding']);
  const future: Instrument = { ...perp, kind: 'future', contract: { ...terms, expiry: 1_900_000_000_000_000 } };
  player.frame(1, { kind: 'instrument', instrument: future });
  expect(Object.keys(symbolOf(player)?.streams ?? {})).toEqual(['trade']);
});

test('a symbol without a definition has no kind, and may have every stream of its venue', () => {
  const unknown = undefinedInstrument('test', 'AAA');
  expect(unknown).toMatchObject({ kind: null, contract: null });
  expect(streamsOf(venue.card, unknown)).toEqual(['trade', 'funding']);
});

test('in a checkpoint of a build without contracts, the instrument is not a contract', () => {
  const { feed } = play({ symbols: ['AAA'] });
  const { contract: _, ...older } = instrument('AAA');
  const symbol = feed.symbols.get('AAA');
  if (symbol === undefined) throw new Error('not followed');
  const text = toCheckpoint({ ...feed, symbols: new Map([['AAA', { ...symbol, instrument: older }]]) });
  const restored = fromCheckpointedFeed(fromCheckpoint(text) as Player['feed'], testVenue);
  expect(restored.symbols.get('AAA')?.instrument).toEqual(instrument('AAA'));
});
