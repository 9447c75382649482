/** A checkout runs this file from `src/app`, a package from `dist/chunks`. Both are equally deep, so relative paths are the same. */
const IS_SOURCE = import.meta.url.endsWith('.ts');

const at = (path: string): URL => new URL(path, import.meta.url);

export const PACKAGE_JSON = at('../../package.json');

/** The folder of the program that users start. */
export const BIN = at('../../bin/');

/** The entry file of threads. */
export const WORKER = at(IS_SOURCE ? 'worker.ts' : '../app/worker.js');

/** The built page: a checkout builds it in dashboard/dist, a package has it beside the program. */
export const PAGE = at(IS_SOURCE ? '../../dashboard/dist/' : '../page/');

/** Builds the page of a checkout; null in a package, which brings it built. */
export const BUILD_PAGE = IS_SOURCE ? at('../../scripts/build-page.js') : null;
