/** The code of the coded error that `run` throws, or the value that `run` returns. */
export function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
