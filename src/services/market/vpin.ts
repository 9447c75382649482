import {
  BUCKETS,
  missingInVpin,
  PAST_LEAST,
  vpinNow,
  vpinPercentile,
  vpinReadyAt,
} from '../../analytics/flow/detectors/index.ts';
import { vpinSince } from '../../analytics/flow/index.ts';
import type { Absence, VpinAnswer } from './answers.ts';
import { stateOf } from './market-state.ts';
import { absent, answerBase, spanHere, type Reading } from './reading.ts';
import { detectors } from './studies/detectors.ts';
import { heldSince } from './tape.ts';
import { blindOf } from './trade-coverage.ts';

/** VPIN as the detector of flash-crash risk computes it. */
export function makeVpin(reading: Reading): VpinAnswer {
  const { market } = reading;
  const watch = stateOf(market, detectors).crash.vpin;
  const { current, past } = watch;
  const vpin = vpinNow(watch, { since: heldSince(market.tape), missing: blindOf(reading) });
  const percentile = vpinPercentile(watch, vpin);
  const since = current === null ? null : vpinSince(current);
  return {
    ...answerBase(reading, {
      streams: ['trade'],
      coverage: spanHere(reading, since, current?.filledAt ?? null, vpin !== null),
    }),
    symbol: market.symbol,
    venue: market.venue,
    vpin,
    percentile,
    past_sec: past.values.length,
    bucket_volume: current?.bucketVolume ?? null,
    buckets: BUCKETS,
    full_buckets: current?.imbalances.length ?? 0,
    trade_sides: 'venue',
    absent: absencesOf(reading, vpin, percentile),
  };
}

/** The reason for each null. */
function absencesOf(reading: Reading, vpin: number | null, percentile: number | null): Absence[] {
  const watch = stateOf(reading.market, detectors).crash.vpin;
  if (watch.current === null) {
    const why = watch.volumeSince === null ? 'no trade has come' : 'two minutes of trades set the volume of a bucket';
    return ['vpin', 'percentile', 'bucket_volume'].map((field) => absent(field, why, vpinReadyAt(watch)));
  }
  if (vpin === null) return ['vpin', 'percentile'].map((field) => absent(field, whyNoVpin(reading)));
  const known = `only ${watch.past.values.length} of ${PAST_LEAST} past values are known`;
  return percentile === null ? [absent('percentile', known)] : [];
}

function whyNoVpin(reading: Reading): string {
  const watch = stateOf(reading.market, detectors).crash.vpin;
  const missing = missingInVpin(watch, blindOf(reading));
  if (missing !== undefined) return missing.reason;
  const full = watch.current?.imbalances.length ?? 0;
  return full < BUCKETS
    ? `only ${full} of ${BUCKETS} buckets are full`
    : 'the buckets begin before the trades that are kept, so it is not known whether one is missing';
}
