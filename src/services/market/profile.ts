import { volumeProfile } from '../../analytics/flow/index.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { VolumeProfile } from './answers.ts';
import type { Blind } from './blindness.ts';
import { heldSince, volumeByPrice, type Tape } from './tape.ts';

export type ProfileFinding =
  | { readonly ready: true; readonly profile: VolumeProfile }
  | { readonly ready: false; readonly reason: string };

/** Fewer trades have no shape. */
const TRADES_LEAST = 10;

/** The time that a profile is of, and the stretches of it of which not every trade is known. */
export interface ProfileTime {
  readonly now: Micros;
  readonly seconds: number;
  readonly blind: readonly Blind[];
}

/** How much of `(from, to]` lies in stretches that may overlap, µs. */
function unseen(blind: readonly Blind[], from: Micros, to: Micros): number {
  let [sum, reached] = [0, from];
  for (const stretch of blind.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(reached, stretch.from);
    const end = Math.min(to, stretch.to);
    if (end <= start) continue;
    sum += end - start;
    reached = end;
  }
  return sum;
}

/** The volume profile of the last `seconds` of trades held; how much of that time they cover is told with it. */
export function findProfile(tape: Tape, tick: number | null, { now, seconds, blind }: ProfileTime): ProfileFinding {
  const from = now - seconds * US_PER_SECOND;
  const { volumes, trades } = volumeByPrice(tape, from + 1, now);
  if (trades < TRADES_LEAST)
    return { ready: false, reason: `${trades} trades in the window, at least ${TRADES_LEAST} are needed` };
  const found = volumeProfile(volumes, { tick });
  if (found === null) return { ready: false, reason: 'nothing was traded' };
  const since = Math.max(from, heldSince(tape) ?? now);
  return {
    ready: true,
    profile: {
      poc: found.poc,
      vah: found.vah,
      val: found.val,
      value_share: found.valueShare,
      window_sec: seconds,
      covered_sec: Math.round(Math.max(0, now - since - unseen(blind, since, now)) / US_PER_SECOND),
      trade_count: trades,
    },
  };
}
