import { createCatalogue } from './catalogue.ts';
import { builtInModels } from './models.ts';

export { createCatalogue } from './catalogue.ts';
export type { Catalogue, ModelCard } from './catalogue.ts';
export * from './evaluate/index.ts';
export { normalPrediction } from './intervals.ts';
export * from './learning.ts';
export type * from './model.ts';
export { nearestNames } from './names.ts';
export { builtInModels } from './models.ts';
export { optionReader } from './options.ts';
export * from './router/index.ts';
export * from './volatility/index.ts';

/**
 * Default clock of fits with a budget. Forecasting reads the time nowhere else, and only if `budgetMs` is set; see
 * docs/adr/0005-a-clock-for-budgets.md.
 */
const monotonicClock = () => performance.now();

/** `createModel(name, options)` and `listModels()` over all models of this package. */
export const { createModel, listModels } = createCatalogue(builtInModels, { clock: monotonicClock });
