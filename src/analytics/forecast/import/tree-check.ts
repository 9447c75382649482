/** What is wrong with a tree's shape, or null: every node but the root must be the child of one node, reached from the root. */
export function shapeProblem(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  isLeaf: (node: number) => boolean,
  nodes: number,
): string | null {
  const met = new Uint8Array(nodes);
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!Number.isInteger(node) || node < 0 || node >= nodes) return `a child ${node} that doesn't exist`;
    if (met[node] === 1) return `node ${node} twice`;
    met[node] = 1;
    if (!isLeaf(node)) open.push(left[node]!, right[node]!);
  }
  return null;
}
