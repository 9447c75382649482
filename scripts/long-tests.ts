export interface LongTest {
  readonly name: string;
  /** From the root, with slashes. */
  readonly file: string;
}

/** Tests with a long form: written for the long lane, or scaled by it. If both have one name, the former is chosen. */
export function longTests(files: readonly string[], textOf: (file: string) => string): readonly LongTest[] {
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => isLong(file) || /testing\/scale\.ts'/.test(textOf(file)))
    .filter((file, _, all) => isLong(file) || !all.includes(`${nameOf(file, '')}.long.test.ts`))
    .map((file) => ({ name: nameOf(file), file }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const isLong = (file: string): boolean => file.endsWith('.long.test.ts');

const nameOf = (file: string, root = 'test/'): string =>
  file.replace(/(\.heavy|\.long)?\.test\.ts$/, '').slice(file.startsWith(root) ? root.length : 0);

/** Tests with this name or path; the last part of a path is enough (`schedules` for `feed/schedules`). */
export function findLongTest(tests: readonly LongTest[], wanted: string): readonly LongTest[] {
  const exact = tests.filter(({ name, file }) => name === wanted || file === wanted);
  return exact.length > 0 ? exact : tests.filter(({ name }) => name.endsWith(`/${wanted}`));
}
