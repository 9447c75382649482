import type { DataHealthAnswer } from '../../services/market/answers.ts';
import { conciseBase, leftOut } from './concise.ts';

const MOST = 6;

/** Problems of the data: the first six streams that are not synced; a caveat counts the others. */
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
