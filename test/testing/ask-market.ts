import { silentLog } from '../../src/core/index.ts';
import { callOperation, compileCatalogue, type Registry, type Services } from '../../src/operations/index.ts';

const TESTER = { principal: 'a test', via: 'job', client: null } as const;

/** Asks an operation of a market as a face would, with every detail; the answer is sealed. */
export const askMarket = (
  operation: string,
  input: unknown,
  services: Partial<Services>,
  registry: Registry = compileCatalogue({ detail: 'full' }),
): Promise<Readonly<Record<string, unknown>>> =>
  callOperation(
    { registry, services: () => Promise.resolve(services as Services), caller: TESTER, log: silentLog },
    operation,
    input,
  );
