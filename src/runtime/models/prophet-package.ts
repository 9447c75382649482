import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Prophet, ProphetOptimizedParams, ProphetOptimizer, ProphetOptions } from '@bsull/augurs/prophet';

import { firstLine, prophetMissing } from './errors.ts';

export interface ProphetPackage {
  readonly open: (options: ProphetOptions) => Prophet;
  readonly optimizer: ProphetOptimizer;
}
export type { ProphetOptimizedParams };

/** Loads Prophet and its Stan optimiser, both WebAssembly. Throws TF_FORECAST_PROPHET_MISSING if they aren't installed. */
export async function loadProphet(): Promise<ProphetPackage> {
  try {
    const [prophet, stan] = await Promise.all([import('@bsull/augurs/prophet'), import('@bsull/augurs-prophet-wasmstan')]);
    // The package is written for browsers and would fetch this file.
    const wasm = new URL('prophet_bg.wasm', import.meta.resolve('@bsull/augurs/prophet'));
    prophet.initSync({ module: await readFile(fileURLToPath(wasm)) });
    return { open: (options) => new prophet.Prophet(options), optimizer: stan.optimizer };
  } catch (error) {
    throw prophetMissing({ reason: firstLine(error) }, error);
  }
}
