import { expect, test } from 'vitest';
import type { Withdrawal } from './withdrawal.ts';
import { compare, keep, newRecord } from './withdrawal-record.ts';
import { leaveOut } from './watched-time.ts';

const S = 1_000_000;

const withdrawal = (seconds: number, over: Partial<Withdrawal> = {}): Withdrawal => ({
  side: 'bid',
  price: 99,
  prices: [99],
  layers: 1,
  size: 10,
  times: 5,
  total: 5,
  larger: 0,
  similar: 0,
  front: 5,
  tradedShare: 0,
  birth: { at: (seconds - 3) * S, session: null, seq: null },
  end: { at: seconds * S, session: null, seq: null },
  lifeSeconds: 3,
  distance: 1,
  closer: 0,
  opposite: 0,
  pull: 0,
  pullOpposite: 0,
  gapOpposite: 1,
  gapSame: 1,
  moved: 0,
  movedAfter: 0,
  spreadBorn: 0,
  spreadPulled: 0,
  bornSeconds: 0,
  ...over,
});

function recordOf(...all: readonly Withdrawal[]) {
  const record = newRecord();
  record.since = 0;
  for (const one of all) keep(record, one);
  return record;
}

test('a withdrawal repeats earlier ones of its side, size and distance; two surprising trades add up', () => {
  const record = recordOf(
    withdrawal(1_000, { gapOpposite: 3 }),
    withdrawal(1_030, { side: 'ask' }),
    withdrawal(1_060, { size: 30 }),
  );
  const seen = compare(record, withdrawal(1_090, { gapOpposite: 2.5 }));
  expect(seen).toMatchObject({ rowCount: 1, rowGap: 3.5, rowOther: 1 });
  expect(seen.repeats).toBeCloseTo(Math.log(2), 12);
  expect(seen.otherSide).toBeCloseTo(Math.log(2), 12);
  expect(compare(record, withdrawal(1_300)).rowCount).toBe(0);
});

test('how often one as large is usual leaves out what may be the same sequence', () => {
  const own = recordOf(...[1_500, 1_530, 1_560].map((at) => withdrawal(at)));
  const others = recordOf(...[1_500, 1_530, 1_560].map((at) => withdrawal(at, { side: 'ask' })));
  const small = recordOf(...[1_500, 1_530, 1_560].map((at) => withdrawal(at, { side: 'ask', times: 3, total: 3 })));
  const now = withdrawal(1_600);
  expect(compare(own, now).usualLarge).toBe(0);
  expect(compare(others, now).usualLarge).toBeCloseTo(Math.log1p(3 / (1_600 / 3_600)), 12);
  expect(compare(small, now).usualLarge).toBe(0);
});

test('an hourly rate leaves out a gap of 20 minutes in the half hour, also after hours of watching', () => {
  const record = newRecord();
  record.since = 0;
  leaveOut(record, 10_000 * S, 11_200 * S);
  for (const at of [11_210, 11_220, 11_230]) keep(record, withdrawal(at, { side: 'ask' }));
  const watched = 1_800 - 1_200;
  expect(compare(record, withdrawal(11_240)).usualLarge).toBeCloseTo(Math.log1p(3 / (watched / 3_600)), 12);
});

test('half an hour is kept', () => {
  const record = recordOf(withdrawal(10), withdrawal(1_000), withdrawal(1_811));
  expect(record.count).toBe(2);
});

test('a withdrawal before the first trade adds nothing to the surprise of its row', () => {
  const record = recordOf(withdrawal(1_000, { gapOpposite: null }), withdrawal(1_030, { gapOpposite: 3 }));
  expect(compare(record, withdrawal(1_060, { gapOpposite: null }))).toMatchObject({ rowCount: 2, rowGap: 2 });
});

test('the newest 2,000 are kept, with their sides and values', () => {
  const record = newRecord();
  record.since = 0;
  const times = (i: number) => 2 + i / 1_000;
  for (let i = 0; i < 2_100; i++)
    keep(record, withdrawal(1_000 + i / 100, { side: i % 2 === 0 ? 'bid' : 'ask', times: times(i), total: 0 }));
  expect(record.count).toBe(2_000);
  const { usualLarge, rowCount, rowOther } = compare(record, withdrawal(1_021));
  // From 3.5 times, 0.7 of 5, on the other side: the odd ones from 1,501.
  const asLarge = Array.from({ length: 2_100 }, (_, i) => i).filter((i) => i % 2 === 1 && times(i) >= 3.5).length;
  expect(asLarge).toBe(300);
  expect(usualLarge).toBeCloseTo(Math.log1p(asLarge / (1_021 / 3_600)), 12);
  expect([rowCount, rowOther]).toEqual([1_000, 1_000]);
});
