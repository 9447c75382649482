import { describe, test } from 'vitest';
import { followSetClock } from './clock-steps.ts';

describe.each([1, 2, 3, 5, 8])('no duration is below 0, and no number is NaN, with seed %i', (seed) => {
  test.each(
    ['-5s', '-10s', '-30s', '-65s', '-3600s', '+5s', '+30s', '+3600s'].map((by) => {
      const back = by.startsWith('-') ? `+${by.slice(1)}` : `-${by.slice(1)}`;
      return `clock_step@70s${by},clock_step@130s${back}`;
    }),
  )('after %s', (faults) => followSetClock({ faults, seed, seconds: 180, every: 5 }));

  test('after several steps while walls are placed and withdrawn', () =>
    followSetClock({
      faults: 'clock_step@60s-10s,clock_step@85s+10s,clock_step@120s-5s,clock_step@150s+5s',
      seed,
      seconds: 200,
      scenario: 'spoofing',
    }));
});
