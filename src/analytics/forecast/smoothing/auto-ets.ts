import type { Meter } from '../meter.ts';
import { LONGEST_SEARCHED_PERIOD, fitEts } from './fit-ets.ts';
import type { EtsFit } from './fit-ets.ts';
import { ADMISSIBLE } from './structure.ts';
import type { Structure } from './structure.ts';

/** Ranking uses the last `max(8 periods, 240)` values with few evaluations per start; the best structures are then fitted in full. */
const RANKING = { periods: 8, values: 240, plain: 200, seasonal: 450 };
/** Fewer are refitted for a long series, because each costs more and the ranking is more reliable. */
const REFITTED = { short: 6, long: 3 };
const LONG_SERIES = 400;
const VERY_LONG_SERIES = 1000;
const FULL = {
  short: { maxEvaluations: 1500, restarts: 3 },
  long: { maxEvaluations: 600, restarts: 1 },
  veryLong: { maxEvaluations: 400, restarts: 0 },
};

/** Structures allowed for a series: multiplicative ones need positive values, and a season needs two periods and two values. */
export function candidates(values: Float64Array, period: number): readonly Structure[] {
  const positive = values.every((value) => value > 0);
  const seasonal = period > 1 && period <= LONGEST_SEARCHED_PERIOD && values.length >= 2 * period + 2;
  return ADMISSIBLE.filter(
    ({ error, season }) => (positive || (error === 'A' && season !== 'M')) && (seasonal || season === 'N'),
  );
}

/**
 * The admissible structure with the lowest AICc, in two stages: a cheap ranking on the recent past, then full fits of the best.
 * Null if none fits.
 */
export function autoEts(values: Float64Array, period: number, meter: Meter): EtsFit | null {
  const window = Math.max(RANKING.periods * period, RANKING.values);
  const whole = values.length <= window;
  // A season's phase counts from the first value; cutting whole periods keeps it.
  const cut = whole ? 0 : Math.floor((values.length - window) / period) * period;
  const recent = values.subarray(cut);
  const ranked: EtsFit[] = [];
  for (const structure of candidates(values, period)) {
    if (meter.exhausted() && ranked.length > 0) break;
    const fit = fitEts(recent, period, structure, {
      meter,
      maxEvaluations: structure.season === 'N' ? RANKING.plain : RANKING.seasonal,
    });
    if (fit) ranked.push(fit);
  }
  ranked.sort((a, b) => a.aicc - b.aicc || b.loglik - a.loglik);
  const length = values.length > VERY_LONG_SERIES ? 'veryLong' : values.length > LONG_SERIES ? 'long' : 'short';
  const wanted = whole ? REFITTED.short : REFITTED.long;
  let best: EtsFit | null = null;
  let fitted = 0;
  // A structure that suits the recent past may have no fit to the whole series; the next one then takes its place.
  for (const { structure, point } of ranked) {
    if (fitted >= wanted || (meter.exhausted() && best)) break;
    const fit = fitEts(values, period, structure, { meter, ...FULL[length], ...(cut === 0 ? { from: point } : {}) });
    if (fit === null) continue;
    fitted += 1;
    if (best === null || fit.aicc < best.aicc) best = fit;
  }
  return best;
}
