import { canonicalJson } from '../../core/index.ts';
import { formulasIn, leavesOf, mayHave, valuesAt, type FieldTree } from './field-tree.ts';
import type { MarkContent } from './operation-mark.ts';

type Arguments = Readonly<Record<string, unknown>>;
type Versions = Readonly<Record<string, number>>;

interface Compared {
  readonly before: MarkContent;
  readonly now: MarkContent;
  /** Arguments of the operation in this build. */
  readonly input: Arguments;
  /** The answer of this build. */
  readonly answer: unknown;
}

/**
 * The differences of this build from an earlier mark, as texts. Additions are not differences. A newly allowed value of a field
 * is a difference only if the answer has it.
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

/** Defaults of an earlier mark that have changed, without arguments that no longer exist. */
export const formerDefaults = (before: MarkContent, now: MarkContent, input: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(before.defaults).filter(
      ([name, value]) => Object.hasOwn(input, name) && canonicalJson(value) !== canonicalJson(now.defaults[name]),
    ),
  );
