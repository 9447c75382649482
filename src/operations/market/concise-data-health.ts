import type { DataHealthAnswer } from '../../services/market/answers.ts';
import { conciseBase, leftOut } from './concise.ts';

const MOST = 6;

/** What is wrong with the data: of the streams, the first six that are not synced; how many were left out is a caveat. */
export function conciseDataHealth(health: DataHealthAnswer): DataHealthAnswer {
  const base = conciseBase(health);
  const wrong = health.streams.filter(({ state }) => state !== 'synced');
  const cuts = [
    [health.streams.length - wrong.length, 'synced stream', 'synced streams'],
    [wrong.length - MOST, 'more stream that is not synced', 'more streams that are not synced'],
  ] as const;
  const inputs = base.inputs.filter(({ state }) => state !== 'synced').slice(0, MOST);
  return { ...health, ...base, inputs, caveats: [...base.caveats, ...leftOut(cuts)], streams: wrong.slice(0, MOST) };
}
