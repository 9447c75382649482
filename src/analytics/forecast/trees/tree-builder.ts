import type { Binned } from './bins.ts';
import { MISSING_LEFT } from './tree.ts';
import type { Tree } from './tree.ts';

/** Collects nodes while a tree grows. */
export interface TreeBuilder {
  /** Adds a leaf with `rows` rows; returns its index. */
  readonly leaf: (rows: number) => number;
  /** Splits a leaf in two; returns the indices of the new leaves. */
  readonly split: (
    node: number,
    chosen: { readonly column: number; readonly bin: number; readonly missingLeft: boolean },
    rows: readonly [number, number],
  ) => readonly [number, number];
  readonly setValue: (node: number, value: number) => void;
  readonly build: () => Tree;
}

export function createTreeBuilder({ edges }: Binned): TreeBuilder {
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const value: number[] = [];
  const cover: number[] = [];
  const rule: number[] = [];
  const leaf = (rows: number): number => {
    for (const [list, start] of [
      [feature, -1],
      [threshold, 0],
      [left, -1],
      [right, -1],
      [value, 0],
      [cover, rows],
      [rule, 0],
    ] as const) {
      list.push(start);
    }
    return feature.length - 1;
  };
  return {
    leaf,
    split(node, { column, bin, missingLeft }, [leftRows, rightRows]) {
      feature[node] = column;
      // Past the last edge, all present values go left.
      threshold[node] = edges[column]![bin] ?? Infinity;
      rule[node] = missingLeft ? MISSING_LEFT : 0;
      left[node] = leaf(leftRows);
      right[node] = leaf(rightRows);
      return [left[node], right[node]];
    },
    setValue: (node, number) => void (value[node] = number),
    build: () => ({
      feature: Int32Array.from(feature),
      threshold: Float64Array.from(threshold),
      left: Int32Array.from(left),
      right: Int32Array.from(right),
      value: Float64Array.from(value),
      cover: Float64Array.from(cover),
      rule: Uint8Array.from(rule),
    }),
  };
}
