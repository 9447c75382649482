import { profileOfVolumes } from '../../../analytics/flow/index.ts';
import { counted, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import type { VolumeProfile } from '../answers.ts';
import type { Blind } from '../blindness.ts';
import { unknown } from '../reading.ts';
import { defineStudy, type TimeView } from '../study.ts';
import { heldSince, volumeByPrice, type Tape } from '../tape.ts';
import { losesBook } from './whole-book.ts';

type ComputedProfile = Readonly<Record<Exclude<keyof VolumeProfile, 'live_sec' | 'as_of'>, number>>;

export type ProfileFinding =
  | { readonly ready: true; readonly profile: ComputedProfile }
  | { readonly ready: false; readonly reason: string };

/** Trades needed for a meaningful profile. */
const TRADES_LEAST = 10;

/** How often a profile is tried until there is one. */
const EVERY_US = US_PER_SECOND;

/** The profile is recomputed rarely, because it reads every trade of half an hour and changes slowly. */
const RENEW_EVERY_US = 5 * US_PER_SECOND;

/** The time window of a profile, and its ranges with possibly missing trades. */
export interface ProfileTime {
  readonly now: Micros;
  readonly seconds: number;
  readonly blind: readonly Blind[];
}

/** Volume by price as last computed. */
export interface ProfileState {
  /** When it was last tried; null if due. */
  at: Micros | null;
  made: { readonly at: Micros; readonly finding: ProfileFinding } | null;
}

function renew(state: ProfileState, { market, symbol, settings, at, blind }: TimeView): void {
  const isDue = state.at === null || at - state.at >= EVERY_US;
  if (!isDue) return;
  state.at = at;
  if (state.made?.finding.ready === true && at - state.made.at < RENEW_EVERY_US) return;
  const time = { now: at, blind, seconds: settings.REPORT_WINDOW_SEC };
  state.made = { at, finding: findProfile(market.tape, symbol.instrument?.tick ?? null, time) };
}

/** Why there is no profile yet; null if there is one. */
export const whyNoProfile = ({ made }: ProfileState): string | null =>
  made === null ? 'not worked out yet' : made.finding.ready ? null : made.finding.reason;

export const volumeProfile = defineStudy({
  id: 'volume_profile',
  create: (): ProfileState => ({ at: null, made: null }),
  on: {
    feed_state: (state, event, { symbol }) => {
      if (losesBook(event, symbol)) Object.assign(state, { at: null, made: null });
    },
  },
  pass: renew,
  read(state) {
    const found = state.made?.finding;
    if (found?.ready === true) return found.profile;
    const why = unknown(whyNoProfile(state) ?? 'unknown');
    return { poc: why, vah: why, val: why, value_share: why, covered_sec: why };
  },
});
/** How much of `(from, to]` lies in the `blind` ranges, which may overlap, µs. */
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

/** The volume profile of the last `seconds`, and how much of that time the trades cover. */
export function findProfile(tape: Tape, tick: number | null, { now, seconds, blind }: ProfileTime): ProfileFinding {
  const from = now - seconds * US_PER_SECOND;
  const traded = volumeByPrice(tape, from + 1, now);
  const { trades } = traded;
  if (trades < TRADES_LEAST)
    return { ready: false, reason: `${counted(trades, 'trade')} in the window, at least ${TRADES_LEAST} are needed` };
  const found = profileOfVolumes(traded, { tick });
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
