import { createClient } from '../client/index.ts';
import type { Actions } from '../faces/cli/index.ts';
import { commandCaller, findAsked } from './backend.ts';
import { createContext } from './context.ts';

/** Calls the running server. The answer states whether it is live, recorded or simulated. */
export const call: Actions['call'] = async (name, input, options) => {
  const { config } = createContext(options);
  const client = createClient({ ...(await findAsked(config, options.url)), caller: commandCaller() });
  return client.call(name, input);
};
