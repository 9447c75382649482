import { arimaModels } from './arima/models.ts';
import { decomposedModels } from './decomposed/models.ts';
import { ensembleModels } from './ensemble/models.ts';
import { fourierModels } from './fourier/models.ts';
import { intermittentModels } from './intermittent/models.ts';
import { linearModels } from './linear/models.ts';
import type { ModelDefinition } from './model.ts';
import { naiveModels } from './naive/models.ts';
import { neighbourModels } from './neighbours/models.ts';
import { smoothingModels } from './smoothing/models.ts';
import { structuralModels } from './structural/models.ts';
import { thetaModels } from './theta/models.ts';
import { treeModels } from './trees/models.ts';
import { vectorModels } from './vector/models.ts';

const singleModels: readonly ModelDefinition[] = [
  ...naiveModels,
  ...smoothingModels,
  ...thetaModels,
  ...arimaModels,
  ...intermittentModels,
  ...decomposedModels,
  ...fourierModels,
  ...structuralModels,
  ...vectorModels,
  ...linearModels,
  ...neighbourModels,
  ...treeModels,
];

/** All models of this directory. Other modules add their own through `createCatalogue`. */
export const builtInModels: readonly ModelDefinition[] = [...singleModels, ...ensembleModels(singleModels)];
