import { createClient } from '../client/index.ts';
import { silentLog } from '../core/index.ts';
import type { Actions } from '../faces/cli/index.ts';
import { callOperation, compileCatalogue, DISPATCHERS } from '../operations/index.ts';
import { commandCaller, findAsked } from './backend.ts';
import { createContext } from './context.ts';

/**
 * Calls the running server. The answer states whether it is live, recorded or simulated. A question about the catalogue is answered
 * here, because it needs no server.
 */
export const call: Actions['call'] = async (name, input, options) => {
  const registry = compileCatalogue({ detail: 'full' });
  if (options.url === undefined && needsNoServer(registry.byName.get(name)?.operation)) {
    const services = () => Promise.reject(new Error('the catalogue has no services'));
    return callOperation({ registry, services, caller: commandCaller(), log: silentLog }, name, input);
  }
  const { config } = createContext(options);
  const client = createClient({ ...(await findAsked(config, options.url)), caller: commandCaller() });
  return client.call(name, input);
};

/** A dispatcher is about the catalogue, but what it runs is not. */
const needsNoServer = (operation: { readonly name: string; readonly about: string } | undefined): boolean =>
  operation?.about === 'catalogue' && !Object.values(DISPATCHERS).includes(operation.name);
