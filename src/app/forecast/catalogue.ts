import { builtInModels, createCatalogue } from '../../analytics/forecast/index.ts';
import { prophetModel } from '../../runtime/models/index.ts';

export const monotonicClock = (): number => performance.now();

/** Every model that this program has: the built-in ones, and those of optional packages, which say so when they are absent. */
export const catalogue = createCatalogue([...builtInModels, prophetModel()], { clock: monotonicClock });
