import { expect, test } from 'vitest';
import { CHANCE_MOST } from '../../analytics/flow/detectors/iceberg.ts';
import type { Watch } from '../../services/market/answers.ts';
import { watchText } from './watch-text.ts';

const NOW = '2026-11-20T12:00:00.000Z';
const at = (time: string) => `2026-11-20T${time}.000Z`;
type Row = Watch['detectors'][number];
const row = (part: Partial<Row>): Row => ({ type: 'iceberg', from: at('09:00:00'), to: NOW, score: 0.31, ...part });
const watch = (part: Partial<Watch>): Watch => ({
  venue: 'binance-spot',
  symbol: 'BTCUSDT',
  detectors: [row({})],
  holes: [],
  holes_left_out: 0,
  ...part,
});
const hole = { from: at('10:00:00'), to: at('10:00:07') };
const text = (part: Partial<Watch>) => watchText([watch(part)], NOW, 0.5);

test.each<[string, Partial<Watch>, string]>([
  ['without a pause', {}, ' 09:00:00 to now: iceberg score 0.31.'],
  [
    'without a score',
    { detectors: [row({ score: undefined, no_score: 'no refill' })] },
    ' 09:00:00 to now: iceberg no score (no refill).',
  ],
  [
    'never',
    { detectors: [row({ from: undefined, to: undefined, score: undefined, no_score: 'unknown depth' })] },
    ': iceberg never (unknown depth).',
  ],
  [
    'beside one that began later',
    { detectors: [row({}), row({ type: 'spoofing', from: at('09:00:20') })] },
    ': iceberg score 0.31, 09:00:00 to now; spoofing score 0.31, 09:00:20 to now.',
  ],
  [
    'together with another',
    { detectors: [row({}), row({ type: 'spoofing' })] },
    ' 09:00:00 to now: iceberg score 0.31; spoofing score 0.31.',
  ],
  ['with one pause', { holes: [hole] }, ' 09:00:00 to now: iceberg score 0.31. Not watching 10:00:00 to 10:00:07.'],
  [
    'with several',
    { holes: [{ ...hole, types: ['iceberg'] }], holes_left_out: 2 },
    ' 09:00:00 to now: iceberg score 0.31. Not watching 3 times, last 10:00:00 to 10:00:07 (iceberg).',
  ],
])('a detector that watched %s', (_what, part, said) => {
  expect(text(part)).toEqual([`Watched${said} Reported from a score of 0.5.`]);
});

test('an iceberg score that reaches the threshold is not enough, because an iceberg must also be rare', () => {
  const rare = 'an iceberg only if chance shows it less than once in 100 hours';
  expect(1 / CHANCE_MOST).toBe(100);
  const high = watch({ detectors: [row({ score: 0.77 })] });
  expect(watchText([high], NOW, 0.5)).toEqual([
    `Watched 09:00:00 to now: iceberg score 0.77. Reported from a score of 0.5; ${rare}.`,
  ]);
  expect(watchText([watch({ detectors: [row({ type: 'spoofing', score: 0.77 })] })], NOW, 0.5)[0]).not.toContain(rare);
});

test('of several markets, in how many each detector watches now', () => {
  const stopped = watch({ detectors: [row({ to: at('11:00:00') }), row({ type: 'spoofing' })] });
  expect(watchText([watch({ detectors: [row({}), row({ type: 'spoofing' })] }), stopped], NOW, 0.5)).toEqual([
    'Watched: iceberg in 1 of 2 markets now; spoofing in 2 of 2 markets now. Reported from a score of 0.5.',
  ]);
  expect(watchText([], NOW, 0.5)).toEqual([]);
});
