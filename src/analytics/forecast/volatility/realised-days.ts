import { volatilityInput, volatilityOption } from './errors.ts';
import { checkBars, type Bar } from './range-variance.ts';
import { bipowerVariation, realisedVariance } from './realised-variance.ts';

export interface TimedBar extends Bar {
  /** Start of the bar, µs UTC. */
  readonly time: number;
}

/** One UTC day, measured from its bars. Variances per day, returns in logarithms. */
export interface RealisedDay {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly variance: number;
  readonly bipower: number;
  /** From the close of the bar just before the day's first bar if that bar exists, else from this day's open. */
  readonly dayReturn: number;
  readonly bars: number;
}

export interface RealisedDays {
  /** In time order; an unknown day is absent. */
  readonly days: readonly RealisedDay[];
  /** Days between the first and last bar with too few bars or no movement. */
  readonly refused: readonly { readonly day: number; readonly bars: number; readonly reason: 'too few bars' | 'no movement' }[];
}

interface DayOptions {
  /** Length of a bar, µs; must divide a day. */
  readonly barUs: number;
  /** Minimum share of a day's bars, in (0, 1]. */
  readonly atLeast?: number;
}

const DAY_US = 86_400_000_000;
const SHARE = 0.9;

function checkTimes(bars: readonly TimedBar[], barUs: number): void {
  const index = bars.findIndex(
    ({ time }, i) => !(Number.isSafeInteger(time) && time % barUs === 0 && time > (bars[i - 1]?.time ?? -Infinity)),
  );
  if (index >= 0)
    throw volatilityInput({
      what: 'bars',
      problem: 'must be in time order, without duplicates, at multiples of their length',
      index,
    });
}

/**
 * Realised variance, bipower variation and return of each UTC day. A gap inside a day counts as one return across it, because the price
 * did move. A day with less than a share `atLeast` of its bars is refused, never filled. If the bar just before a day's first bar is
 * missing, the day's first return starts at the open.
 */
export function realisedDays(bars: readonly TimedBar[], { barUs, atLeast = SHARE }: DayOptions): RealisedDays {
  if (!(Number.isSafeInteger(barUs) && barUs > 0 && DAY_US % barUs === 0 && barUs < DAY_US))
    throw volatilityOption({ problem: `a bar length of ${barUs} µs doesn't divide a day` });
  if (!(atLeast > 0 && atLeast <= 1)) throw volatilityOption({ problem: `atLeast ${atLeast} is not a share in (0, 1]` });
  checkBars(bars, 1);
  checkTimes(bars, barUs);
  const full = DAY_US / barUs;
  const returns = new Map<number, number[]>();
  bars.forEach(({ time, open, close }, i) => {
    const day = Math.floor(time / DAY_US);
    const before = bars[i - 1];
    const from = before !== undefined && (returns.has(day) || before.time + barUs === time) ? before.close : open;
    const list = returns.get(day) ?? [];
    list.push(Math.log(close / from));
    returns.set(day, list);
  });
  const days: RealisedDay[] = [];
  const refused: RealisedDays['refused'][number][] = [];
  const first = Math.floor(bars[0]!.time / DAY_US);
  const last = Math.floor(bars.at(-1)!.time / DAY_US);
  for (let day = first; day <= last; day++) {
    const list = returns.get(day) ?? [];
    if (list.length < Math.max(2, atLeast * full)) {
      refused.push({ day, bars: list.length, reason: 'too few bars' });
      continue;
    }
    const variance = realisedVariance(list);
    if (!(variance > 0)) refused.push({ day, bars: list.length, reason: 'no movement' });
    else
      days.push({
        day,
        variance,
        bipower: bipowerVariation(list),
        dayReturn: list.reduce((sum, r) => sum + r, 0),
        bars: list.length,
      });
  }
  return { days, refused };
}
