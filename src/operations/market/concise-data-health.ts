import type { DataHealthAnswer } from '../../services/market/answers.ts';
import { conciseBase, leftOut, toSecond } from './concise.ts';

const MOST = 6;
/** Gaps beside this many streams that are not synced. */
const gapsBeside = (wrong: number): number => (wrong > 2 ? 1 : 3);

/** The stream that sets the age, if it is synced: whoever asks how fresh the data are needs its name. */
const oldestSynced = ({ streams, age_ms: age }: DataHealthAnswer): DataHealthAnswer['streams'] =>
  age === null ? [] : streams.filter((stream) => stream.state === 'synced' && stream.age_ms === age).slice(0, 1);

/** Problems of the data: the first six streams that are not synced, and the one that sets the age; a caveat counts the others. */
export function conciseDataHealth(health: DataHealthAnswer): DataHealthAnswer {
  const base = conciseBase(health);
  const wrong = health.streams.filter(({ state }) => state !== 'synced');
  const aged = oldestSynced(health);
  const most = gapsBeside(wrong.length);
  const cuts = [
    [health.streams.length - wrong.length - aged.length, 'synced stream', 'synced streams'],
    [health.gaps.length + health.gaps_left_out - most, 'gap', 'gaps'],
    [wrong.length - MOST, 'more stream that is not synced', 'more streams that are not synced'],
  ] as const;
  const inputs = base.inputs.filter(({ state }) => state !== 'synced').slice(0, MOST);
  const gaps = health.gaps.slice(0, most).map(({ noticed: _, ...gap }) => ({
    ...gap,
    from: toSecond(gap.from),
    ...(gap.to === undefined ? {} : { to: toSecond(gap.to) }),
  }));
  const left = health.gaps_left_out + health.gaps.length - gaps.length;
  return {
    ...health,
    ...base,
    inputs,
    gaps,
    gaps_left_out: left,
    caveats: [...base.caveats, ...leftOut(cuts)],
    streams: [...wrong.slice(0, MOST), ...aged],
  };
}
