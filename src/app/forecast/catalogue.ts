import { builtInModels, createCatalogue } from '../../analytics/forecast/index.ts';
import { prophetModel } from '../../runtime/models/index.ts';

export const monotonicClock = (): number => performance.now();

/** Every model: the built-in models, and models of optional packages, which report a missing package. */
export const catalogue = createCatalogue([...builtInModels, prophetModel()], { clock: monotonicClock });
