import type { BookRule } from './book-rules.ts';
import type { Score } from './plausible.ts';

/** Books deeper and shallower than a snapshot, with a steady and a moving price, with and without quotes that help. */
export const MARKETS = [
  { levels: 1_200, intensity: 0.4, settings: { streams: ['book'] } },
  { levels: 2_500, intensity: 0.3, scenario: 'drift', settings: { streams: ['book'] } },
  { levels: 150, intensity: 0.3, settings: { streams: ['book'] } },
  { levels: 1_200, intensity: 0.2, scenario: 'busy', settings: { streams: ['book', 'quote'] } },
  { levels: 1_200, intensity: 0.4, settings: {} },
] as const;

/** One line for people. */
export const scoreLine = (rule: BookRule, { counts, servedNoticedShare, slowestMs }: Score): string =>
  `${rule}: wrong frames and snapshots that look right: ${counts.refused} refused at once, ${counts.noticed} noticed after they ` +
  `were served, ${counts.missed} missed, ${counts.healed} overtaken by later updates, ${counts.harmless} beyond what is known; ` +
  `${(servedNoticedShare * 100).toFixed(1)} % of those served noticed within 60 s, the slowest of all after ${(slowestMs / 1_000).toFixed(1)} s`;
