import { expect, test } from 'vitest';
import { findLongTest, longTests } from './long-tests.ts';

const TEXTS: Readonly<Record<string, string>> = {
  'test/feed/schedules.test.ts': "import { shareOf } from '../testing/scale.ts';",
  'test/feed/other.test.ts': "import { expect } from 'vitest';",
  'test/app/kill.long.test.ts': '',
  'test/app/kill.test.ts': "import { LANE } from '../testing/scale.ts';",
  'src\\runtime\\kill.heavy.test.ts': "import { runs } from '../../test/testing/scale.ts';",
};
const tests = longTests(Object.keys(TEXTS), (file) => TEXTS[file] ?? TEXTS[file.replaceAll('/', '\\')] ?? '');

test('long tests are those of the long lane, and those whose counts scale', () => {
  expect(tests.map(({ name }) => name)).toEqual(['app/kill', 'feed/schedules', 'src/runtime/kill']);
});

test('one is found by its path, its name or the end of its name', () => {
  for (const wanted of ['test/feed/schedules.test.ts', 'feed/schedules', 'schedules'])
    expect(
      findLongTest(tests, wanted).map(({ file }) => file),
      wanted,
    ).toEqual(['test/feed/schedules.test.ts']);
  expect(findLongTest(tests, 'kill')).toHaveLength(2);
  expect(findLongTest(tests, 'chedules')).toEqual([]);
});
