import { expect, test } from 'vitest';
import { describeScore, scoreOf, tellAll } from './score.ts';

/** Seeds 1–99 were used while the detectors were built; these were not. */
const SEEDS = 40_000;

test('300 labelled episodes of each kind: precision, recall and lead hold their targets', () => {
  const all = tellAll(SEEDS, 300, 25);
  const scores = (['spoofing', 'iceberg', 'flash_crash_risk'] as const).map((kind) => scoreOf(kind, all));
  for (const score of scores) console.log(describeScore(score));
  for (const score of scores) {
    expect(score.episodes).toBeGreaterThanOrEqual(300);
    expect(score.precision).toBeGreaterThanOrEqual(0.9);
    expect(score.recall).toBeGreaterThanOrEqual(0.85);
    if (score.leadShare !== null) expect(score.leadShare).toBeGreaterThanOrEqual(0.8);
  }
}, 3_600_000);
