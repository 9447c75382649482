import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareScores, keepScore, newScoreRecord, type Scored } from './score-record.ts';

const S = 1_000_000;
const scored = (seconds: number, logOdds: number, side: Scored['side'] = 'bid'): Scored => ({ side, at: seconds * S, logOdds });

function recordOf(...all: readonly Scored[]) {
  const record = newScoreRecord();
  for (const one of all) keepScore(record, one);
  return record;
}

test('worked example: three others as high in an hour watched, two before it on its side', () => {
  const record = recordOf(
    scored(2_000, 1), // its side, 1,600 s before: one of the others
    scored(2_500, 0.5, 'ask'),
    scored(3_400, 2), // its side, 200 s before: neither of the others nor near
    scored(3_470, 0.7),
    scored(3_500, -1),
    scored(3_550, 3.5, 'ask'),
  );
  const seen = compareScores(record, scored(3_600, 1), 3_600 * S);
  expect(seen?.othersAsHigh).toBeCloseTo(Math.log1p(3 / 0.5), 12);
  expect(seen?.aboveOthers).toBe(0.5);
  expect(seen).toMatchObject({ bestBefore: 0.7, bestOpposite: 3.5 });
  expect(seen?.sumBefore).toBeCloseTo(Math.log(Math.exp(0.7) + Math.exp(-1) + 0.01), 12);
});

test('in an empty record nothing is as high, and the least log-odds kept stand for the others', () => {
  expect(compareScores(newScoreRecord(), scored(600, 1), 600 * S)).toEqual({
    othersAsHigh: 0,
    aboveOthers: 5,
    bestBefore: -4,
    bestOpposite: -4,
    sumBefore: Math.log(0.01),
  });
});

test('those of more than half an hour ago are not compared, also if none came since to drop them', () => {
  const record = recordOf(...[1, 2, 3, 4, 5].map((at) => scored(at, 2, 'ask')));
  const seen = compareScores(record, scored(3 * 3_600, 2), 1_800 * S);
  expect([seen?.othersAsHigh, seen?.aboveOthers]).toEqual([0, 6]);
  expect(compareScores(record, scored(1_803, 2), 1_800 * S)?.othersAsHigh).toBeCloseTo(Math.log1p(3 / 0.5), 12);
});

test('the newest 2,000 are kept', () => {
  const record = recordOf(...Array.from({ length: 2_003 }, (_, i) => scored(1_000 + i / 10, i)));
  expect(record.rows).toHaveLength(2 * 2_000);
  expect([record.rows[1], record.rows.at(-1)]).toEqual([3, 2_002]);
});

test('low log-odds are neither kept nor compared, and half an hour is kept', () => {
  const record = recordOf(scored(10, 1), scored(1_000, -4.1), scored(1_811, 2, 'ask'));
  expect(record.rows).toEqual([-1_811 * S, 2]);
  expect(compareScores(record, scored(1_900, -3.1), 1_900 * S)).toBeNull();
});

test('the third highest is that of a sort', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -4, max: 6, noNaN: true }), { minLength: 3, maxLength: 30 }), (values) => {
      const record = recordOf(...values.map((value, i) => scored(1_000 + i, value, 'ask')));
      const third = values.toSorted((a, b) => b - a)[2]!;
      expect(compareScores(record, scored(1_100, 0), 1_100 * S)?.aboveOthers).toBe(0 - third);
    }),
  );
});
