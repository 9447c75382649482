import { expect, test } from 'vitest';
import { createBook } from '../../book/index.ts';
import { newDetectors, resetBook } from './detectors.ts';
import { waitingFor } from './readiness.ts';

test('at first the usual sizes are not known', () => {
  expect(waitingFor(newDetectors('v:S')).map(({ kind }) => kind)).toEqual(['spoofing', 'flash_crash_risk']);
});

test('if every update is a full snapshot, the reason is that levels cannot be tracked', () => {
  const detectors = newDetectors('v:S');
  const { known } = createBook();
  for (let i = 0; i < 10; i++) resetBook(detectors, known, i);
  expect(waitingFor(detectors)[0]?.reason).toBe('usual values are not known yet');
  resetBook(detectors, known, 10);
  expect(waitingFor(detectors)).toEqual(
    ['spoofing', 'iceberg'].map((kind) => ({
      kind,
      reason: 'each update is a full snapshot, so levels cannot be tracked',
      readyAt: null,
    })),
  );
});
