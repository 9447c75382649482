import { afterEach } from 'vitest';
import { stage, type Stage } from './stage.ts';

/** Opens stages, which close after each test of the file that calls it, or by `closeAll`. */
export function openStages() {
  const stages: Stage[] = [];
  const closeAll = () => stages.splice(0).forEach(({ state }) => state.close());
  afterEach(closeAll);
  const open = (...args: Parameters<typeof stage>): Stage => {
    const made = stage(...args);
    stages.push(made);
    return made;
  };
  return { open, closeAll };
}

/** Values of all firings, oldest first. */
export const fired = async ({ service }: Stage) =>
  (await service.list({ limit: 0, fired: 100 })).fired.toReversed().map(({ value }) => value);

/** The newest rule. */
export const only = async ({ service }: Stage) => (await service.list({ limit: 1, fired: 0 })).rules[0];
