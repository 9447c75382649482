import { canonicalJson } from '../../core/index.ts';
import { formulasIn, leavesOf, mayHave, valuesAt, type FieldTree } from './field-tree.ts';
import type { MarkContent } from './operation-mark.ts';

type Arguments = Readonly<Record<string, unknown>>;
type Versions = Readonly<Record<string, number>>;

interface Compared {
  readonly before: MarkContent;
  readonly now: MarkContent;
  /** Arguments of today. */
  readonly input: Arguments;
  /** The answer of today. */
  readonly answer: unknown;
}

/**
 * What of an earlier mark this build no longer has as it was, in words. What was only added since is no difference; a value
 * that a field could not have then is one where the answer has it.
 */
export const differences = ({ before, now, input, answer }: Compared): readonly string[] => [
  ...versionChanges(before.formulas, now.formulas, 'formula '),
  ...versionChanges(before.versions, now.versions, ''),
  ...fieldChanges(before.fields, now.fields, answer),
  ...Object.keys(before.defaults)
    .filter((name) => !Object.hasOwn(input, name))
    .map((name) => `argument ${name} is gone`),
];

export const versionChanges = (before: Versions, now: Versions, kind: string): readonly string[] =>
  Object.entries(before)
    .filter(([name, version]) => now[name] !== version)
    .map(([name, version]) =>
      now[name] === undefined ? `${kind}${name} is gone` : `${kind}${name} version ${version} -> ${now[name]}`,
    );

function fieldChanges(before: FieldTree, now: FieldTree, answer: unknown): readonly string[] {
  const today = Map.groupBy(leavesOf(now), ([path]) => path);
  return leavesOf(before).flatMap(([path, leaf]) => {
    const leaves = today.get(path)?.map(([, other]) => other) ?? [];
    if (leaves.length === 0) return [`field ${path} is gone`];
    if (formulasIn(leaf).join() !== formulasIn(leaves.join('|')).join()) return [`field ${path} has another formula now`];
    return valuesAt(answer, path).every((value) => mayHave(leaf, value)) ? [] : [`field ${path} has other values now`];
  });
}

/** Defaults of an earlier mark that are others now; arguments that are gone are left out. */
export const formerDefaults = (before: MarkContent, now: MarkContent, input: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(before.defaults).filter(
      ([name, value]) => Object.hasOwn(input, name) && canonicalJson(value) !== canonicalJson(now.defaults[name]),
    ),
  );
