import { setTimeout as sleep } from 'node:timers/promises';
import { followTopics } from '../client/index.ts';
import type { Actions } from '../faces/cli/index.ts';
import { findAsked } from './backend.ts';
import { createContext } from './context.ts';

/** Follows topics of the current owner of the data directory. */
export const watch: Actions['watch'] = ({ topics, query }, options, signal) => {
  const { config } = createContext(options);
  return followTopics({
    topics,
    query,
    url: async () => (await findAsked(config, options.url)).url,
    signal,
    pause: (ms) => sleep(ms, undefined, { signal }).catch(() => undefined),
  });
};
