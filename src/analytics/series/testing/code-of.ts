/** The code of the coded error that `run` throws; what it returns when it doesn't throw. */
export function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
