import { expect, test } from 'vitest';
import { describeScore, scoreOf, tellAll } from './score.ts';

/** Seeds 1–99 were used while the detectors were built; these were not. */
const SEEDS = 5_000;

test('30 labelled episodes of each kind are told from requotes, honest walls and the ordinary market', () => {
  const all = tellAll(SEEDS, 30, 15);
  for (const kind of ['spoofing', 'iceberg', 'flash_crash_risk'] as const) {
    const score = scoreOf(kind, all);
    console.log(describeScore(score));
    expect(score.episodes).toBeGreaterThanOrEqual(30);
    // Thirty are few: the targets proper are held by the long test.
    expect(score.precision).toBeGreaterThanOrEqual(0.8);
    expect(score.recall).toBeGreaterThanOrEqual(0.7);
    if (score.leadShare !== null) expect(score.leadShare).toBeGreaterThanOrEqual(0.7);
  }
}, 240_000);
