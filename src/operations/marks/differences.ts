import { canonicalJson } from '../../core/index.ts';
import { leavesOf, type FieldTree } from './field-tree.ts';
import type { MarkContent } from './operation-mark.ts';

type Arguments = Readonly<Record<string, unknown>>;
type Versions = Readonly<Record<string, number>>;

/** What of an earlier mark this build no longer has as it was, in words. What was only added since is no difference. */
export const differences = (before: MarkContent, now: MarkContent, input: Arguments): readonly string[] => [
  ...versionChanges(before.formulas, now.formulas, 'formula '),
  ...versionChanges(before.versions, now.versions, ''),
  ...fieldChanges(before.fields, now.fields),
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

function fieldChanges(before: FieldTree, now: FieldTree): readonly string[] {
  const today = Map.groupBy(leavesOf(now), ([path]) => path);
  return leavesOf(before)
    .filter(([path, leaf]) => today.get(path)?.some(([, other]) => other === leaf) !== true)
    .map(([path]) => (today.has(path) ? `field ${path} has other values now` : `field ${path} is gone`));
}

/** Defaults of an earlier mark that are others now; arguments that are gone are left out. */
export const formerDefaults = (before: MarkContent, now: MarkContent, input: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(before.defaults).filter(
      ([name, value]) => Object.hasOwn(input, name) && canonicalJson(value) !== canonicalJson(now.defaults[name]),
    ),
  );
