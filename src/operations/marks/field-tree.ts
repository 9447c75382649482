import type { z } from 'zod';
import { isRecord } from '../../core/index.ts';
import { markOf, type NumberMark } from '../../core/number-marks.ts';
import type { Schema } from '../numbers.ts';

/**
 * The fields of an answer as plain data. A leaf names its types, and its formula if it is a number: `number mid`, `null|string`.
 * A list is `[item]`, a record of free names `{"*": item}`, and a place that may have several of these `{"|": [...]}`.
 */
export type FieldTree = string | readonly [FieldTree] | Members | Alternatives;

interface Members {
  readonly [name: string]: FieldTree;
}
interface Alternatives {
  readonly '|': readonly (string | readonly [FieldTree] | Members)[];
}

const EITHER = '|';
export const ANY_NAME = '*';

/** The tree of a schema. Throws on a kind of schema that it can't look into. */
export function fieldTree(schema: z.core.$ZodType, held: NumberMark | null = null, outer: NumberMark | null = null): FieldTree {
  const own = outer ?? markOf(schema);
  const { def } = (schema as Schema)._zod;
  const inside = (inner: z.core.$ZodType) => fieldTree(inner, held, own);
  const under = (inner: z.core.$ZodType) => fieldTree(inner, own ?? held);
  switch (def.type) {
    case 'pipe':
      return inside(def.out);
    case 'optional':
      return either([inside(def.innerType), 'absent']);
    case 'nullable':
      return either([inside(def.innerType), 'null']);
    case 'object':
      return Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, under(field)]));
    case 'array':
      return [under(def.element)];
    case 'tuple':
      return [either(def.items.map(under))];
    case 'record':
      return { [ANY_NAME]: under(def.valueType) };
    case 'union':
      return either(def.options.map(under));
    case 'number':
      return numberLeaf('number', own ?? held);
    case 'literal':
      return either(def.values.map((value) => (typeof value === 'number' ? numberLeaf(`${value}`, own ?? held) : String(value))));
    case 'enum':
      return either(Object.values(def.entries).map(String));
    default:
      return 'innerType' in def ? inside(def.innerType) : def.type;
  }
}

const numberLeaf = (type: string, mark: NumberMark | null): string =>
  mark !== null && 'formula' in mark ? `${type} ${mark.formula}` : type;

const isLeaf = (tree: FieldTree): tree is string => typeof tree === 'string';
const isList = (tree: FieldTree): tree is readonly [FieldTree] => Array.isArray(tree);
const isSeveral = (tree: FieldTree): tree is Alternatives => !isLeaf(tree) && !isList(tree) && Array.isArray(tree[EITHER]);
/** The alternatives of a tree, one per structure: a leaf, a list, an object. */
const partsOf = (tree: FieldTree): Alternatives['|'] => (isSeveral(tree) ? tree[EITHER] : [tree]);

function either(trees: readonly FieldTree[]): FieldTree {
  const parts = trees.flatMap(partsOf);
  const leaves = [...new Set(parts.filter(isLeaf).flatMap((leaf) => leaf.split(EITHER)))].toSorted();
  const lists = parts.filter(isList);
  const objects = parts.filter((part): part is Members => !isLeaf(part) && !isList(part));
  const merged: Alternatives['|'][number][] = [
    ...(leaves.length > 0 ? [leaves.join(EITHER)] : []),
    ...(lists.length > 0 ? [[either(lists.map(([item]) => item))] as const] : []),
    ...(objects.length > 0 ? [mergeMembers(objects)] : []),
  ];
  const [only] = merged;
  return merged.length === 1 && only !== undefined ? only : { [EITHER]: merged };
}

function mergeMembers(objects: readonly Members[]): Members {
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  return Object.fromEntries(names.map((name) => [name, either(objects.flatMap((one) => one[name] ?? []))]));
}

/** The part of a value that a tree has; members that it does not have are left out. */
export function pruned(value: unknown, tree: FieldTree): unknown {
  const parts = partsOf(tree);
  if (Array.isArray(value)) {
    const list = parts.find(isList);
    return list === undefined ? value : value.map((item) => pruned(item, list[0]));
  }
  if (!isRecord(value)) return value;
  const members = parts.find((part): part is Members => !isLeaf(part) && !isList(part));
  if (members === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const own = Object.hasOwn(members, name) ? members[name] : members[ANY_NAME];
      return own === undefined ? [] : [[name, pruned(item, own)]];
    }),
  );
}

/** Every leaf with its path: `windows[].net` → `number net-flow`. */
export function leavesOf(tree: FieldTree, path = ''): readonly (readonly [string, string])[] {
  return partsOf(tree).flatMap((part) => {
    if (isLeaf(part)) return [[path, part] as const];
    if (isList(part)) return leavesOf(part[0], `${path}[]`);
    return Object.entries(part).flatMap(([name, item]) => leavesOf(item, path === '' ? name : `${path}.${name}`));
  });
}

/** Ids of the formulas that a tree names. */
export const formulasIn = (tree: FieldTree): readonly string[] => [
  ...new Set(leavesOf(tree).flatMap(([, leaf]) => leaf.split(EITHER).flatMap((type) => type.split(' ')[1] ?? []))),
];

/** Values at a path that `leavesOf` names. Values that don't exist, because a parent is null, are left out. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  const steps = path.match(/\[\]|[^.[\]]+/g) ?? [];
  return steps.reduce<readonly unknown[]>(
    (found, step) =>
      found.flatMap((one) => {
        if (step === '[]') return Array.isArray(one) ? (one as readonly unknown[]) : [];
        if (!isRecord(one)) return [];
        if (step === ANY_NAME) return Object.values(one);
        return Object.hasOwn(one, step) ? [one[step]] : [undefined];
      }),
    [value],
  );
}

/** Whether a leaf allows a value. True for lists and objects, which are checked elsewhere. */
export function mayHave(leaf: string, value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return true;
  const types = leaf.split(EITHER).map((type) => type.split(' ')[0] ?? '');
  const own = value === undefined ? 'absent' : value === null ? 'null' : typeof value;
  return types.includes(own) || types.includes('unknown') || types.includes(String(value));
}
