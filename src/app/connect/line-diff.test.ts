import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

test.each([
  ['nothing', 'a\n', 'a\n', ''],
  ['a new file', '', 'a\nb\n', '@@ -0,0 +1,2 @@\n+a\n+b'],
  ['an emptied file', 'a\n', '', '@@ -1,1 +0,0 @@\n-a'],
  [
    'one line in the middle',
    '1\n2\n3\n4\n5\n6\n7\n8\n',
    '1\n2\n3\n4\nX\n6\n7\n8\n',
    '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8',
  ],
  ['a repeated line', 'a\na\n', 'a\na\na\n', '@@ -1,2 +1,3 @@\n a\n a\n+a'],
])('%s', (_what, before, after, diff) => expect(lineDiff(before, after)).toBe(diff));
