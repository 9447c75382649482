import { describe, expect, test } from 'vitest';
import { contrast, luminance, rgbOf } from './contrast.ts';
import { THEMES } from './theme.ts';

test.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#ffffff', '#ffffff', 1],
])('the contrast of %s and %s is %d, by the definition', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 2);
});

/** Machado, Oliveira and Fernandes 2009, severity 1: linear RGB as protanopes and deuteranopes see it. */
const SEEN_BY = {
  protanopia: [0.152_286, 1.052_583, -0.204_868, 0.114_503, 0.786_281, 0.099_216, -0.003_882, -0.048_116, 1.051_998],
  deuteranopia: [0.367_322, 0.860_646, -0.227_968, 0.280_085, 0.672_501, 0.047_413, -0.011_82, 0.042_94, 0.968_881],
} as const;

function seenBy(hex: string, matrix: readonly number[]): number[] {
  const rgb = rgbOf(hex).map((part) => (part / 255) ** 2.2);
  return [0, 3, 6].map((row) => rgb.reduce((sum, part, i) => sum + part * (matrix[row + i] ?? 0), 0));
}

describe.each(Object.entries(THEMES))('%s', (_name, theme) => {
  const grounds = ['ground', 'panel', 'raised'] as const;

  test.each(['text', 'quiet', 'buy', 'sell', 'accent', 'good', 'warn', 'bad'] as const)(
    '%s is readable as text on every ground',
    (ink) => {
      for (const ground of grounds) expect(contrast(theme[ink], theme[ground]), ground).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('figures are readable on the bars behind them', () => {
    for (const bar of ['buyBar', 'sellBar'] as const)
      for (const ink of ['text', 'quiet'] as const)
        expect(contrast(theme[ink], theme[bar]), `${ink} on ${bar}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.buy, theme.buyBar)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.sell, theme.sellBar)).toBeGreaterThanOrEqual(4.5);
  });

  test('the banner is readable and conspicuous', () => {
    expect(contrast(theme.bandText, theme.bandGround)).toBeGreaterThanOrEqual(7);
    expect(contrast(theme.bandGround, theme.ground)).toBeGreaterThanOrEqual(_name === 'dark' ? 7 : 1.25);
  });

  test('edges of controls and the hatching of gaps are visible: 3:1', () => {
    for (const ground of grounds) expect(contrast(theme.edge, theme[ground]), ground).toBeGreaterThanOrEqual(3);
    expect(contrast(theme.hatch, theme.heatUnknown)).toBeGreaterThanOrEqual(3);
  });

  test('the heat scale is monotonic in lightness, so that it is readable without colour', () => {
    const steps = theme.heat.map((hex) => luminance(rgbOf(hex)));
    const rising = (steps.at(-1) ?? 0) > (steps[0] ?? 0);
    for (let i = 1; i < steps.length; i++) expect((steps[i] ?? 0) > (steps[i - 1] ?? 0)).toBe(rising);
  });

  test.each(Object.entries(SEEN_BY))('buying and selling look different with %s', (_kind, matrix) => {
    const [buy, sell] = [seenBy(theme.buy, matrix), seenBy(theme.sell, matrix)];
    const distance = Math.hypot(...buy.map((part, i) => part - (sell[i] ?? 0)));
    expect(distance).toBeGreaterThan(0.2);
  });
});
