import { expect, test } from 'vitest';
import type { Watch } from '../../services/market/answers.ts';
import { watchText } from './watch-text.ts';

const NOW = '2026-11-20T12:00:00.000Z';
const at = (time: string) => `2026-11-20T${time}.000Z`;
const watch = (part: Partial<Watch>): Watch => ({
  venue: 'binance-spot',
  symbol: 'BTCUSDT',
  type: 'iceberg',
  from: at('09:00:00'),
  to: NOW,
  holes: [],
  holes_left_out: 0,
  threshold: 0.6,
  ...part,
});

test.each<[string, Partial<Watch>, string]>([
  ['without a pause', {}, 'iceberg 09:00:00 to now'],
  ['never', { from: undefined, to: undefined }, 'iceberg never'],
  [
    'with one',
    { holes: [{ from: at('10:00:00'), to: at('10:00:07') }] },
    'iceberg 09:00:00 to now, not watching 10:00:00 to 10:00:07',
  ],
  [
    'with several',
    { holes: [{ from: at('10:00:00'), to: at('10:00:07') }], holes_left_out: 2 },
    'iceberg 09:00:00 to now, not watching 3 times, last 10:00:00 to 10:00:07',
  ],
])('a detector that watched %s', (_what, part, said) => {
  expect(watchText([watch(part)], NOW)).toEqual([`Watched: ${said}. Reported from a score of 0.6.`]);
});
