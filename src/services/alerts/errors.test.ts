import { expect, test } from 'vitest';
import { alertFieldUnknown } from './errors.ts';

test('an unknown field without a near name is answered with numbers that exist, and where the others are', () =>
  expect(
    alertFieldUnknown({ operation: 'get_report', field: 'xyzzy', close: [], fields: ['age_ms', 'spread_bps'], left: 90 }).advice,
  ).toBe('Its numbers are age_ms, spread_bps and 90 others; list_formulas {"field":"get_report"} lists all.'));
