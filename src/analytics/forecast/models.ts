import type { ModelDefinition } from './model.ts';
import { arimaModels } from './arima/models.ts';
import { naiveModels } from './naive/models.ts';
import { smoothingModels } from './smoothing/models.ts';
import { thetaModels } from './theta/models.ts';

/** Every model of this room. A room above adds its own through `createCatalogue`. */
export const builtInModels: readonly ModelDefinition[] = [...naiveModels, ...smoothingModels, ...thetaModels, ...arimaModels];
