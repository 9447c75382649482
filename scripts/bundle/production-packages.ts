interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** Folders under `node_modules` that the packed program needs, from a package-lock.json: neither for development nor optional. */
export const productionPackages = (lock: { readonly packages: Readonly<Record<string, LockedPackage>> }): string[] =>
  Object.entries(lock.packages)
    .filter(([path, { dev, optional, devOptional }]) => path.startsWith('node_modules/') && !dev && !optional && !devOptional)
    .map(([path]) => path)
    .toSorted();

/** Whether a file of a package is needed when the program runs; licences stay. */
export function isNeededToRun(path: string): boolean {
  if (/(^|\/)(licen[cs]e|notice|copying)[^/]*$/i.test(path)) return true;
  return !/\.(map|md|markdown|d\.[cm]?ts|[cm]?ts|tsbuildinfo|flow)$|(^|\/)(tests?|__tests__|examples?|benchmarks?|docs|\.github)\//i.test(
    path,
  );
}
