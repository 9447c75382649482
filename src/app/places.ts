/** A checkout runs the sources; a package runs `dist/chunks`, which is as deep. Paths from here therefore hold in both. */
const IS_SOURCE = import.meta.url.endsWith('.ts');

const at = (path: string): URL => new URL(path, import.meta.url);

export const PACKAGE_JSON = at('../../package.json');

/** The folder of the program that users start. */
export const BIN = at('../../bin/');

/** The entry of threads. */
export const WORKER = at(IS_SOURCE ? 'worker.ts' : '../app/worker.js');

/** The built page: a checkout builds it in dashboard/dist, a package has it beside the program. */
export const PAGE = at(IS_SOURCE ? '../../dashboard/dist/' : '../page/');
