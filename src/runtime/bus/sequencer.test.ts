import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BusMessage } from '../../core/bus-message.ts';
import { fromMillis, toRfc3339 } from '../../core/index.ts';
import { createSequencer, type Sequencer } from './sequencer.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));

/** A message with only its number and time set; by default ten a second. */
const message = (n: number, { epoch = 1, at = n * 100 }: { epoch?: number; at?: number } = {}): BusMessage => {
  const time = toRfc3339(START + at * 1_000);
  const common = { version: 1, venue: 'v', symbol: 's', seq: null, source: 'live', ts_event: time, ts_recv: time } as const;
  const bus = { epoch, n, rest: 0, offset_us: null, log: null };
  return { type: 'feed_state', ...common, stream: 'book', state: 'synced', reason: '', bus };
};

const takeAll = (sequencer: Sequencer, messages: readonly BusMessage[]): string[] =>
  messages.flatMap((one) =>
    sequencer
      .take(`${one.bus.epoch}.${one.bus.n}`, one)
      .map((out) => (out.kind === 'message' ? out.id : out.kind === 'dropped' ? `-${out.id}` : out.reason)),
  );

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('messages come out in the order of their numbers, once each', () => {
  test('for any order within two seconds, and any number of duplicates', () => {
    const disorder = fc.array(fc.record({ late: fc.integer({ min: 0, max: 19 }), times: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(disorder, (faults) => {
        const placed = faults.flatMap(({ late, times }, i) =>
          Array.from({ length: times }, (_, k) => ({ n: i + 1, at: i + late * k + (k === 0 ? late : 0) })),
        );
        const order = placed.toSorted((a, b) => a.at - b.at).map(({ n }) => message(n));
        const sequencer = createSequencer();
        const out = takeAll(sequencer, order).filter((id) => !id.startsWith('-'));
        expect(out).toEqual(numbers(1, faults.length).map((n) => `1.${n}`));
        expect(sequencer.held).toBe(0);
      }),
    );
  });

  test('a repeated number is dropped, and so is every later message of a replaced owner', () => {
    const sequencer = createSequencer();
    expect(takeAll(sequencer, [message(1), message(1), message(2)])).toEqual(['1.1', '-1.1', '1.2']);
    expect(takeAll(sequencer, [message(1, { epoch: 2 }), message(3)])).toEqual([
      'another process took over the feed',
      '2.1',
      '-1.3',
    ]);
  });
});

describe('what does not come', () => {
  test('is waited for during two seconds of message time, then reported as lost with its numbers', () => {
    const sequencer = createSequencer();
    const rest = [1, 4, ...numbers(5, 24)].map((n) => message(n));
    expect(takeAll(sequencer, rest)).toEqual(['1.1']);
    expect(sequencer.held).toBe(21);
    expect(takeAll(sequencer, [message(25)])).toEqual([
      'messages 2 to 3 of the bus are lost',
      ...numbers(4, 25).map((n) => `1.${n}`),
    ]);
    expect(takeAll(sequencer, [message(2), message(26)])).toEqual(['-1.2', '1.26']);
  });

  test('counts as lost, unless reading began after it', () => {
    const lost = (messages: readonly BusMessage[]) => {
      const sequencer = createSequencer();
      return messages.flatMap((one) => sequencer.take('', one)).flatMap((out) => (out.kind === 'interrupted' ? [out.lost] : []));
    };
    expect(lost([message(1), ...numbers(10, 40).map((n) => message(n))])).toEqual([8]);
    expect(lost(numbers(10, 40).map((n) => message(n)))).toEqual([0]);
  });

  test('of a replaced owner is not waited for, and its later messages still count', () => {
    const sequencer = createSequencer();
    takeAll(sequencer, [message(1), message(3)]);
    expect(takeAll(sequencer, [message(1, { epoch: 9 })])).toEqual([
      'messages 2 to 2 of the bus are lost',
      '1.3',
      'another process took over the feed',
      '9.1',
    ]);
    expect(sequencer.state).toEqual({ epoch: 9, next: 2 });
  });
});

test('the same entry given again while it is held is not dropped, but a second message with its number is', () => {
  const sequencer = createSequencer();
  expect(takeAll(sequencer, [message(3), message(3)])).toEqual([]);
  expect(sequencer.take('other', message(3))).toEqual([{ kind: 'dropped', id: 'other' }]);
  expect(takeAll(sequencer, [message(1), message(2)])).toEqual(['1.1', '1.2', '1.3']);
});

test('a reader continues from the position that another reader stored', () => {
  const first = createSequencer();
  takeAll(first, [message(1), message(2), message(4)]);
  const second = createSequencer();
  second.restore(first.state);
  expect(takeAll(second, [message(2), message(4), message(3)])).toEqual(['-1.2', '1.3', '1.4']);
});
