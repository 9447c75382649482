import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { close } from '../testing/close.ts';
import { crashParts, crashRisk, crashSeverity, type CrashInput } from './flash-crash-score.ts';
import { icebergOf, icebergParts, variation } from './iceberg-score.ts';
import { spoofParts, spoofScore, spoofSeverity, wallFate } from './spoof-score.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const positive = fc.double({ min: 0, max: 1e9, noNaN: true });

describe('suspected spoofing', () => {
  test('worked example: a wall of five times P95, 4 % traded, four seconds, benefit .6', () => {
    const score = spoofScore(spoofParts({ tradedShare: 0.04, timesP95: 5, lifeSeconds: 4, benefit: 0.6 }));
    close(score, 0.823_777_777_8);
    expect(score.toFixed(4)).toBe('0.8238');
    expect(spoofSeverity(score)).toBe('high');
  });

  test('low, medium and high begin at .5, .65 and .8', () => {
    expect([0.499, 0.5, 0.649, 0.65, 0.799, 0.8].map(spoofSeverity)).toEqual([null, 'low', 'low', 'medium', 'medium', 'high']);
  });

  test('half traded is absorbed, less than a tenth is pulled', () => {
    expect([0, 0.099, 0.1, 0.499, 0.5, 1].map(wallFate)).toEqual(['pulled', 'pulled', 'mixed', 'mixed', 'absorbed', 'absorbed']);
  });

  test('it stays in 0–1, and decreases with the traded share', () => {
    fc.assert(
      fc.property(share, share, positive, positive, share, (less, more, timesP95, lifeSeconds, benefit) => {
        const [low, high] = [Math.min(less, more), Math.max(less, more)];
        const of = (tradedShare: number) => spoofScore(spoofParts({ tradedShare, timesP95, lifeSeconds, benefit }));
        expect(of(low)).toBeGreaterThanOrEqual(of(high));
        expect(of(high)).toBeGreaterThanOrEqual(0);
        expect(of(low)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
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
  const worked: CrashInput = { depth: 0.22, spread: 6, vpinCdf: 0.97, flowZ: -3.2, liquidations: 25 };

  test('worked example of a minute', () => {
    const parts = crashParts(worked);
    const wanted = { depth: 0.866_666_667, spread: 0.646_240_625, vpin: 0.85, flow: 0.8, liquidations: 0.698_970_004 };
    for (const [name, value] of Object.entries(wanted)) close(parts[name as keyof typeof parts], value, 1e-8);
    const risk = crashRisk(parts);
    expect(risk?.score.toFixed(4)).toBe('0.7816');
    expect(risk?.missing).toEqual([]);
    expect(crashSeverity(risk?.score ?? 0)).toBe('high');
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
