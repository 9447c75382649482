/** Deepest tree that the recursive attribution can handle. */
const DEEPEST = 1_000;

/** Fault in a tree's shape, or null. Every node except the root must be the child of exactly one node, and none may be too deep. */
export function shapeProblem(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  isLeaf: (node: number) => boolean,
  nodes: number,
): string | null {
  const met = new Uint8Array(nodes);
  const depth = new Int32Array(nodes);
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!Number.isInteger(node) || node < 0 || node >= nodes) return `a child ${node} that doesn't exist`;
    if (met[node] === 1) return `node ${node} twice`;
    met[node] = 1;
    if (isLeaf(node)) continue;
    if (depth[node]! >= DEEPEST) return `more than ${DEEPEST} splits on the path to a leaf`;
    for (const child of [left[node]!, right[node]!]) {
      open.push(child);
      if (child in depth) depth[child] = depth[node]! + 1;
    }
  }
  return null;
}
