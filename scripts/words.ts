// Words of the list (scripts/words/word-list.ts) in comments, messages, names and pages. Each room may have no more than its baseline.
//   --list ROOM   prints the hits of a room
//   --lower       lowers the baseline to the present counts
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './run.ts';
import { compareCounts, roomOf } from './words/baseline.ts';
import { findWords, type Hit } from './words/find-words.ts';

const FILES = ['{src,test,scripts,bench,dashboard}/**/*.{ts,tsx}', 'docs/*.md', '*.md'];
/** Generated files, dated records, the list itself, fixtures with quoted text, and market generators by others. */
const LEFT_OUT =
  /^dashboard\/src\/generated\/|^CHANGELOG\.md$|^docs\/long-tests\.md$|^scripts\/words\/|\/fixtures\/|^test\/markets\/(one|two|three|four|five)\/|^dashboard\/(dist|node_modules)\//;

const baselineFile = join(ROOT, 'scripts', 'words', 'baseline.json');
const files = globSync(FILES, { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !LEFT_OUT.test(file));
const rooms = new Map<string, Hit[]>(
  Map.groupBy(
    files.flatMap((file) => findWords(file, readFileSync(join(ROOT, file), 'utf8'))),
    ({ file }) => roomOf(file),
  ),
);

const print = (hits: readonly Hit[]): void => {
  for (const { file, line, word, better, text } of hits) console.log(`${file}:${line}: "${word}" (better: ${better}): ${text}`);
};

const [, , option, room] = process.argv;
const counts = Object.fromEntries([...rooms].map(([name, hits]) => [name, hits.length]));
const baseline = JSON.parse(readFileSync(baselineFile, 'utf8')) as Readonly<Record<string, number>>;
const { above, lowered } = compareCounts(counts, baseline);
if (option === '--list') print([...rooms].filter(([name]) => room === undefined || name === room).flatMap(([, hits]) => hits));
else if (option === '--lower') writeFileSync(baselineFile, `${JSON.stringify(lowered, null, 2)}\n`);
else {
  for (const name of above) {
    print(rooms.get(name) ?? []);
    console.log(`${name} has ${counts[name] ?? 0} words of the list, and may have ${baseline[name] ?? 0}`);
  }
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  console.log(`${sum} words of the list in ${files.length} files`);
  if (JSON.stringify(lowered) !== JSON.stringify(baseline)) console.log('fewer than the baseline: node scripts/words.ts --lower');
  process.exitCode = above.length === 0 ? 0 : 1;
}
