import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absorption } from './absorption.ts';
import { amihud } from './amihud.ts';
import { kyleLambda } from './kyle.ts';
import { normalCdf } from './normal-cdf.ts';
import { rollSpread } from './roll.ts';
import { branchingRatio, signAutocorrelation } from './self-excitation.ts';
import { close } from './testing/close.ts';
import { TRADES } from './testing/trades.ts';
import { addToVpin, bulkVpin, createVpin, vpin, vpinOf } from './vpin.ts';

describe('VPIN', () => {
  test('worked example: trades in buckets of 10', () => {
    close(vpin(TRADES, 10, 3), 2 / 3, 1e-12);
    expect([vpin(TRADES, 10, 4), vpin([], 10, 1)]).toEqual([null, null]);
  });

  test('equals counting unit by unit for any sizes, also through a checkpoint', () => {
    const one = fc.record({ side: fc.constantFrom('buy' as const, 'sell' as const), size: fc.integer({ min: 1, max: 70 }) });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (trades, volume, n) => {
          const lots = trades.flatMap(({ side, size }) => Array.from({ length: size }, () => (side === 'buy' ? 1 : -1)));
          const full = Math.floor(lots.length / volume);
          const buckets = Array.from({ length: full }, (_, i) => lots.slice(i * volume, (i + 1) * volume));
          const naive = buckets.slice(-n).reduce((sum, bucket) => sum + Math.abs(bucket.reduce<number>((a, b) => a + b, 0)), 0);
          let state = createVpin(volume / 8, n);
          for (const { side, size } of trades) {
            addToVpin(state, { side, size: size / 8, at: 0 });
            state = JSON.parse(JSON.stringify(state));
          }
          if (full < n) expect(vpinOf(state)).toBeNull();
          else expect(vpinOf(state)).toBeCloseTo(naive / (n * volume), 9);
        },
      ),
    );
  });

  test('one huge trade fills every bucket from one side, in constant time', () => {
    const state = createVpin(0.001, 50);
    addToVpin(state, { side: 'sell', size: 1e9, at: 1 });
    close(vpinOf(state), 1, 1e-9);
    expect(state.imbalances).toHaveLength(50);
  });

  test('refuses buckets of size 0', () => {
    expect(() => createVpin(0, 50)).toThrow(RangeError);
    expect(() => createVpin(1, 0.5)).toThrow(RangeError);
  });

  test('worked example of bulk classification', () => {
    const sigma = 0.1732050807568877;
    expect(bulkVpin([0.1, -0.2, 0.1], sigma)!.toFixed(6)).toBe('0.541460');
    close(normalCdf(0.1 / sigma), 0.718148569174613, 1e-12);
    close(normalCdf(-0.2 / sigma), 0.1241065394949618, 1e-12);
    expect([bulkVpin([], 1), bulkVpin([1], 0)]).toEqual([null, null]);
  });
});

test('the normal distribution at known points', () => {
  close(normalCdf(1), 0.841344746068543, 1e-13);
  close(normalCdf(-3), 0.001349898031630095, 1e-11);
  expect([normalCdf(0), normalCdf(9), normalCdf(-9), normalCdf(Infinity)]).toEqual([0.5, 1, 0, 1]);
  fc.assert(
    fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (x) => {
      expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 13);
    }),
  );
});

describe("Kyle's lambda", () => {
  const flows = [10, -5, 8, -12, 3];
  const moves = [0.12, -0.04, 0.07, -0.15, 0.05];
  const intervals = flows.map((flow, i) => ({ flow, move: moves[i]! }));

  test('worked example of the slopes', () => {
    const fit = kyleLambda(intervals)!;
    expect([fit.lambda.toFixed(6), fit.lambdaThroughOrigin.toFixed(6)]).toEqual(['0.011423', '0.011433']);
    close(fit.lambda, 0.011422668240850059, 1e-12);
    close(fit.lambdaThroughOrigin, 0.011432748538011695, 1e-12);
    expect(fit.t).toBeGreaterThan(9);
  });

  test('finds a line exactly for any intercept, and has no t statistic then', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (slope, intercept) => {
        const fit = kyleLambda(flows.map((flow) => ({ flow, move: slope * flow + intercept })))!;
        expect(fit.lambda).toBeCloseTo(slope, 9);
      }),
    );
    expect(kyleLambda(flows.map((flow) => ({ flow, move: 2 * flow })))!.t).toBeNull();
  });

  test('no slope from too few intervals', () => {
    expect(kyleLambda(intervals.slice(0, 2))).toBeNull();
    expect(kyleLambda(intervals.map(({ move }) => ({ flow: 4, move })))).toBeNull();
  });
});

test("Amihud's illiquidity", () => {
  const intervals = [
    { return: 0.01, volume: 2e6 },
    { return: -0.02, volume: 5e6 },
    { return: 0.005, volume: 1e6 },
  ];
  close(amihud(intervals), 4.666666667e-9);
  close(amihud([...intervals, { return: 0, volume: 0 }]), 4.666666667e-9);
  expect(amihud([{ return: 0.1, volume: 0 }])).toBeNull();
});

test("Roll's spread", () => {
  close(rollSpread([100, 100.2, 100, 100.2, 100.1, 100.3, 100.1, 100.2]), 0.3464101615, 1e-6);
  expect([rollSpread([1, 2, 3, 5]), rollSpread([1, 2, 1]), rollSpread([])]).toEqual([null, null, null]);
});

test('absorption', () => {
  close(absorption({ flow: -60, move: -0.1, lambda: 0.0114, flowP90: 50 }), 1 - 0.1 / (0.0114 * 60), 1e-12);
  expect(absorption({ flow: -60, move: -0.1, lambda: 0.0114, flowP90: 50 })).toBeCloseTo(0.8538, 4);
  expect(absorption({ flow: 60, move: 0, lambda: 0.0114, flowP90: 60 })).toBeNull();
  expect(absorption({ flow: 60, move: 0, lambda: 0, flowP90: 1 })).toBeNull();
});

test('self-excitation', () => {
  close(branchingRatio(0.8, 1.2), 2 / 3, 1e-12);
  expect([branchingRatio(1, 0), branchingRatio(-1, 1)]).toEqual([null, null]);
  expect(signAutocorrelation(['buy', 'sell', 'buy', 'sell'], 1)).toBe(-0.75);
  expect(signAutocorrelation(['buy', 'sell', 'buy', 'sell'], 2)).toBe(0.5);
  expect([signAutocorrelation(['buy', 'buy'], 1), signAutocorrelation(['buy'], 1)]).toEqual([null, null]);
});
