import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { close } from '../testing/close.ts';
import { crashParts, crashRisk, crashSeverity, type CrashInput } from './flash-crash-score.ts';
import { icebergOf, icebergParts, variation } from './iceberg-score.ts';
import { arithmeticOf } from './arithmetic.ts';
import { SPOOF_COMPARED, SPOOF_EVIDENCE, SPOOF_PRIOR, SPOOF_THRESHOLD } from './spoof-evidence.ts';
import { logOddsOf } from './evidence.ts';
import type { SpoofQuantities } from './spoof-quantities.ts';
import { spoofLogOdds, spoofParts, spoofScore, spoofSeverity, type SpoofPart } from './spoof-score.ts';

describe('suspected spoofing', () => {
  const TABLE = { ...SPOOF_EVIDENCE, ...SPOOF_COMPARED };
  const FITTED = Object.keys(TABLE) as (keyof typeof TABLE)[];
  const NAMES: readonly SpoofPart[] = [...FITTED, 'record'];
  type Quantities = { readonly [name in SpoofPart]: number | null };
  const quantitiesBy = (of: (name: SpoofPart, i: number) => number) =>
    Object.fromEntries(NAMES.map((name, i) => [name, of(name, i)])) as Quantities;
  const zeros = quantitiesBy(() => 0);

  test('worked example: log-odds are linear between knots and constant beyond', () => {
    const evidence = { knots: [1, 2, 4], logOdds: [0, 1, -1] };
    expect([0, 1, 1.5, 2, 3, 4, 9].map((value) => logOddsOf(evidence, value))).toEqual([0, 0, 0.5, 1, 0, -1, -1]);
  });

  test('the score is .65 at the threshold and .15 more for each unit of log-odds', () => {
    const quantities = { ...zeros, times: Math.log(8), total: Math.log(16), layers: 1, record: 1 };
    const logOdds = FITTED.reduce((sum, name) => sum + logOddsOf(TABLE[name], quantities[name] ?? 0), SPOOF_PRIOR);
    close(spoofScore(spoofParts(quantities)), Math.min(1, Math.max(0, 0.65 + 0.15 * (logOdds - SPOOF_THRESHOLD))));
  });

  test('the log-odds before the comparison with others leave out that comparison, the record and what is unknown', () => {
    const quantities = { ...zeros, times: Math.log(8), layers: 1, pull: null, bestBefore: 3, record: 0 };
    const names = (Object.keys(SPOOF_EVIDENCE) as (keyof typeof SPOOF_EVIDENCE)[]).filter((name) => name !== 'pull');
    const sum = names.reduce((total, name) => total + logOddsOf(SPOOF_EVIDENCE[name], quantities[name] ?? 0), SPOOF_PRIOR);
    close(spoofLogOdds(quantities as unknown as SpoofQuantities), sum);
  });

  test('its addends sum to the score', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 8, noNaN: true }), { minLength: 60, maxLength: 60 }), (values) => {
        const parts = spoofParts(quantitiesBy((_, i) => values[i]!));
        const addends = arithmeticOf({ kind: 'spoofing', parts, seen: {} });
        const sum = addends.reduce((total, { product }) => total + (product ?? Number.NaN), 0);
        close(spoofScore(parts), Math.min(1, Math.max(0, sum)));
        for (const part of Object.values(parts)) expect(part !== null && part >= 0 && part <= 1).toBe(true);
      }),
    );
  });

  test('a larger wall, more layers and a longer record of the market never lower the score', () => {
    const of = (over: object) => spoofScore(spoofParts({ ...zeros, times: 1, total: 1.5, record: 1, ...over }));
    expect(of({ times: 2.6 })).toBeGreaterThanOrEqual(of({ times: 1 }));
    expect(of({ layers: 2 })).toBeGreaterThanOrEqual(of({ layers: 0 }));
    expect(of({ record: 1 })).toBeGreaterThanOrEqual(of({ record: 0 }));
  });

  test('a quantity that can not be known has no weight: its log-odds are 0, and its addend is missing', () => {
    const quantities = { ...zeros, times: 1, total: 1.5, record: 1, pull: null, gapSame: null };
    const parts = spoofParts(quantities);
    expect([parts.pull, parts.gapSame]).toEqual([null, null]);
    const without = FITTED.filter((name) => name !== 'pull' && name !== 'gapSame');
    const logOdds = without.reduce((sum, name) => sum + logOddsOf(TABLE[name], quantities[name] ?? Number.NaN), SPOOF_PRIOR);
    close(spoofScore(parts), Math.min(1, Math.max(0, 0.65 + 0.15 * (logOdds - SPOOF_THRESHOLD))));
    const addends = arithmeticOf({ kind: 'spoofing', parts, seen: {} });
    close(
      addends.reduce((sum, { product }) => sum + (product ?? 0), 0),
      Math.max(0, spoofScore(parts)),
    );
    expect(addends.find(({ part }) => part === 'pull')).toEqual({ part: 'pull', value: null, weight: null, product: null });
  });

  test('a missing quantity is refused, and one that is not a number', () => {
    // @ts-expect-error -- all others are left out
    expect(() => spoofParts({ times: 1 })).toThrow(RangeError);
    const { total: _, ...others } = zeros;
    expect(() => spoofLogOdds(others as unknown as SpoofQuantities)).toThrow(RangeError);
    expect(() => spoofParts({ ...zeros, front: Number.NaN })).toThrow(RangeError);
    const evidence = { knots: [1, 2], logOdds: [0, 1] };
    expect(() => logOddsOf(evidence, undefined as unknown as number)).toThrow(RangeError);
    expect([-Infinity, Infinity].map((value) => logOddsOf(evidence, value))).toEqual([0, 1]);
  });

  test('low, medium and high begin at .5, .65 and .8', () => {
    expect([0.499, 0.5, 0.649, 0.65, 0.799, 0.8].map(spoofSeverity)).toEqual([null, 'low', 'low', 'medium', 'medium', 'high']);
  });
});

describe('iceberg', () => {
  const fills = [1.8, 1.9, 2, 1.7, 1.6];

  test('worked example: 9.0 executed with a display of 2.0', () => {
    const found = icebergOf({ executed: fills.reduce((a, b) => a + b), display: 2, refills: [2, 2, 2, 2] });
    close(found?.ratio ?? null, 4.5);
    close(found?.hidden ?? null, 7);
    expect(found).toMatchObject({ severity: 'high', variation: 0 });
  });

  test('its parts: excess is 1 from a ratio of 4, steadiness is 0 from a variation of .25', () => {
    expect(icebergParts({ ratio: 4.5, variation: 0 })).toEqual({ excess: 1, steadiness: 1 });
    const parts = icebergParts({ ratio: 3, variation: 0.1 });
    close(parts.excess, 0.75);
    close(parts.steadiness, 0.6);
    expect(icebergParts({ ratio: 2, variation: 0.25 })).toEqual({ excess: 0.5, steadiness: 0 });
  });

  test('two refills, less than twice the display, or different displays are not an iceberg', () => {
    expect(icebergOf({ executed: 9, display: 2, refills: [2, 2] })).toBeNull();
    expect(icebergOf({ executed: 3.9, display: 2, refills: [2, 2, 2] })).toBeNull();
    expect(icebergOf({ executed: 9, display: 2, refills: [0.5, 2, 1] })).toBeNull();
    expect(icebergOf({ executed: 0, display: 0, refills: [] })).toBeNull();
  });

  test('the coefficient of variation uses the population standard deviation', () => {
    close(variation([1, 3]), 0.5);
    expect(variation([])).toBeNull();
    expect(variation([0, 0])).toBeNull();
  });
});

describe('flash-crash risk', () => {
  const worked: CrashInput = { depth: 0.22, spread: 6, fall: null, vpinCdf: 0.97, flowZ: -3.2, liquidations: 25 };

  test('worked example of a minute', () => {
    const parts = crashParts(worked);
    const wanted = { depth: 0.866_666_667, spread: 0.646_240_625, vpin: 0.85, flow: 0.8, liquidations: 0.698_970_004 };
    for (const [name, value] of Object.entries(wanted)) close(parts[name as keyof typeof parts], value, 1e-8);
    const risk = crashRisk(parts);
    expect(risk?.score.toFixed(4)).toBe('0.7816');
    expect(risk?.missing).toEqual([]);
    expect(crashSeverity(risk?.score ?? 0)).toBe('high');
  });

  test('in a book of one tick a fall counts instead of the spread: none at 6 usual moves, all at 14', () => {
    const spreadOf = (fall: number | null) => crashParts({ ...worked, spread: 1, fall }).spread;
    expect([null, -3, 6, 10, 14, 60].map(spreadOf)).toEqual([0, 0, 0, 0.5, 1, 1]);
    expect(crashParts({ ...worked, fall: 6.8 }).spread).toBeCloseTo(0.646_240_625, 8);
    expect(crashParts({ ...worked, spread: null, fall: 20 }).spread).toBeNull();
  });

  test('a part without input is missing, and the weights of the others are scaled up', () => {
    const risk = crashRisk(crashParts({ ...worked, depth: null, liquidations: null }));
    close(risk?.score ?? null, (0.2 * 0.646_240_625 + 0.15 * 0.85 + 0.2 * 0.8) / 0.55, 1e-8);
    expect(risk?.missing).toEqual(['depth', 'liquidations']);
    expect(crashRisk(crashParts({ ...worked, depth: null, spread: null, flowZ: null }))).toBeNull();
  });

  test('it stays in 0–1 for any input', () => {
    const maybe = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null });
    const some = fc.record({
      depth: maybe,
      spread: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fall: maybe,
      vpinCdf: maybe,
      flowZ: fc.double({ min: -99, max: 99, noNaN: true }),
      liquidations: fc.option(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { nil: null }),
    });
    fc.assert(
      fc.property(some, (input) => {
        const score = crashRisk(crashParts(input))?.score ?? Number.NaN;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});
