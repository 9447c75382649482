import { compileCatalogue } from '../operations/index.ts';

/** Every name that `tallyfoil call` accepts. */
export const operationNames = (): Promise<readonly string[]> =>
  Promise.resolve(compileCatalogue({ detail: 'full' }).entries.map(({ name }) => name));
