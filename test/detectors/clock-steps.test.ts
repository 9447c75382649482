import { test } from 'vitest';
import { followSetClock } from './clock-steps.ts';

test.each(['clock_step@70s-10s', 'clock_step@70s-30s'])('no duration is below 0, and no number is NaN, after %s', (faults) =>
  followSetClock({ faults, seed: 5, seconds: 130 }),
);
