/** Least bytes in use after several collections: the compiler's threads hold memory for a while, and one collection frees what the next takes. */
export async function used(): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 12; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}
