import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { decodeState, encodeState, fromCheckpoint, toCheckpoint } from '../../runtime/feed/index.ts';
import { fromCheckpointedTape, toCheckpointedTape, type HeldTape } from './checkpointed-tape.ts';
import {
  addTrade,
  heldSince,
  heldUntil,
  newTape,
  pruneTape,
  tradesBefore,
  tradesSince,
  volumeByPrice,
  type Tape,
} from './tape.ts';
import { earlierTape } from './testing/engine-state.ts';
import { tradeEvent } from './testing/stage.ts';

/** A trade, and the time before which trades are dropped after it. */
const step = fc.record({
  ordinal: fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 1e9, max: 1e9 + 50 })),
  at: fc.integer({ min: 0, max: 4_000_000 }),
  price: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.double({ min: 1, max: 2, noNaN: true })),
  id: fc.constantFrom('same', 'same', 'same', 'other', '0xab'),
  drop: fc.constantFrom(0, 0, 0, 0, 20_000),
});

function take(tape: Tape, { ordinal, at, price, id, drop }: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
  const ids = { same: String(ordinal), other: String(ordinal + 7), '0xab': `0xab${ordinal}` };
  addTrade(tape, tradeEvent(ordinal, at, { id: ids[id], price }));
  pruneTape(tape, at - 4_000_000 + drop);
}

const all = (tape: Tape) => [
  tradesBefore(tape, Infinity),
  tradesSince(tape, 1_000_000, 3_000_000),
  volumeByPrice(tape, 0, 2_000_000),
  heldSince(tape),
  heldUntil(tape),
  tape.length,
  tape.named,
];

test('a tape of a checkpoint continues like the original, chunk for chunk; one of an earlier build with the same trades', () =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.array(step, { maxLength: 60 }), (before, since) => {
      const tape = newTape();
      for (const one of before) take(tape, one);
      const held = toCheckpointedTape(tape);
      const restored = fromCheckpointedTape(decodeState(encodeState(held)) as HeldTape);
      const fromText = fromCheckpointedTape(fromCheckpoint(toCheckpoint(held)) as HeldTape);
      const older = fromCheckpointedTape(earlierTape(tape));
      for (const one of since) for (const each of [tape, restored, fromText, older]) take(each, one);
      const bytes = encodeState(toCheckpointedTape(tape));
      expect(encodeState(toCheckpointedTape(restored))).toEqual(bytes);
      expect(encodeState(toCheckpointedTape(fromText))).toEqual(bytes);
      expect(all(older)).toEqual(all(tape));
    }),
    { numRuns: runs(200) },
  ));

test('so does one of many chunks, divided in the middle', () => {
  const tape = newTape();
  const ordinals = Array.from({ length: 6_000 }, (_, i) => (i * 2_741) % 6_000);
  for (const ordinal of ordinals.slice(0, 4_000)) addTrade(tape, tradeEvent(ordinal, ordinal * 1_000));
  const restored = fromCheckpointedTape(decodeState(encodeState(toCheckpointedTape(tape))) as HeldTape);
  for (const each of [tape, restored])
    for (const ordinal of ordinals.slice(4_000)) addTrade(each, tradeEvent(ordinal, ordinal * 1_000));
  expect(tape.chunks.length).toBeGreaterThan(6);
  expect(encodeState(toCheckpointedTape(restored))).toEqual(encodeState(toCheckpointedTape(tape)));
  expect(tradesBefore(tape, Infinity).map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 6_000 }, (_, i) => 5_999 - i));
});

test('a tape of a later build is refused', () => {
  const later = { ...toCheckpointedTape(newTape()), version: 3 } as unknown as HeldTape;
  expect(() => fromCheckpointedTape(later)).toThrow('version 3 of a tape is unknown');
});
