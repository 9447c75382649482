import {
  BUCKETS,
  missingInVpin,
  PAST_LEAST,
  vpinNow,
  vpinPercentile,
  vpinReadyAt,
  type VpinRestart,
} from '../../analytics/flow/detectors/index.ts';
import { vpinSince } from '../../analytics/flow/index.ts';
import { toRfc3339, type Micros } from '../../core/index.ts';
import type { Absence, VpinAnswer } from './answers.ts';
import { stateOf } from './market-state.ts';
import { absent, answerBase, isWhole, spanHere, whyBookUnheard, whyNoBook, type Reading } from './reading.ts';
import { detectors } from './studies/detectors.ts';
import { heldSince } from './tape.ts';
import { blindOf } from './trade-coverage.ts';

/** VPIN as the detector of flash-crash risk computes it. */
export function makeVpin(reading: Reading): VpinAnswer {
  const { market } = reading;
  const watch = stateOf(market, detectors).crash.vpin;
  const { current, past } = watch;
  // The detector measures it in seconds with a complete book; when the book is complete again, the buckets start again.
  const known = { since: heldSince(market.tape), missing: blindOf(reading) };
  const vpin = whyUnmeasured(reading) === null ? vpinNow(watch, known) : null;
  const percentile = vpinPercentile(watch, vpin);
  const since = current === null ? null : vpinSince(current);
  return {
    ...answerBase(reading, {
      streams: ['book', 'trade'],
      coverage: spanHere(reading, since, current?.filledAt ?? null, vpin !== null),
    }),
    symbol: market.symbol,
    venue: market.venue,
    vpin,
    percentile,
    past_sec: past.count,
    bucket_volume: current?.bucketVolume ?? null,
    buckets: BUCKETS,
    full_buckets: current?.imbalances.length ?? 0,
    trade_sides: 'venue',
    absent: absencesOf(reading, vpin, percentile),
  };
}

/** The reason for each null. Only of the volume of a bucket it is known when it will be: the others depend on later trades. */
function absencesOf(reading: Reading, vpin: number | null, percentile: number | null): Absence[] {
  const watch = stateOf(reading.market, detectors).crash.vpin;
  if (vpin === null) {
    const why = whyNoVpin(reading);
    const absences = ['vpin', 'percentile'].map((field) => absent(field, why));
    return watch.current === null ? [...absences, absent('bucket_volume', why, volumeReadyAt(reading))] : absences;
  }
  const known = `only ${watch.past.count} of ${PAST_LEAST} past values are known`;
  return percentile === null ? [absent('percentile', known)] : [];
}

/** Why the detector does not measure VPIN now; null while it does. */
const whyUnmeasured = (reading: Reading): string | null => (isWhole(reading) ? whyBookUnheard(reading) : whyNoBook(reading));

/** A time of rolling state on the clock of the answer. */
const here = ({ at, exchangeAt }: Reading, time: Micros): Micros => time + (at - exchangeAt);

/** When the volume of a bucket will be known; null if that is unknown. */
function volumeReadyAt(reading: Reading): Micros | null {
  const readyAt = vpinReadyAt(stateOf(reading.market, detectors).crash.vpin);
  if (readyAt === null || whyUnmeasured(reading) !== null) return null;
  const time = here(reading, readyAt);
  return time > reading.at ? time : null;
}

const RESTARTS: Readonly<Record<VpinRestart['why'], string>> = {
  'book lost': 'the book was lost',
  'trade late': 'a trade was fetched after later ones',
  'trades lost': 'trades may be missing after an interruption',
  'clock corrected': 'the clock of the exchange was corrected',
};

function whyNoVpin(reading: Reading): string {
  const { current, restarted } = stateOf(reading.market, detectors).crash.vpin;
  const own = whyNotFull(reading);
  const unmeasured = whyUnmeasured(reading);
  if (unmeasured !== null)
    return [own, `VPIN is measured only while the book is complete: ${unmeasured}`].filter((why) => why !== null).join('; ');
  if (restarted === undefined || current?.imbalances.length === BUCKETS) return own ?? TOO_OLD;
  const time = toRfc3339(Math.round(here(reading, restarted.at)));
  return `${own}; the buckets started again at ${time}, because ${RESTARTS[restarted.why]}`;
}

const TOO_OLD = 'the buckets begin before the trades that are kept, so it is not known whether one is missing';

/** Why the trades give no VPIN; null if the buckets are full and none of their trades is known to be missing. */
function whyNotFull(reading: Reading): string | null {
  const watch = stateOf(reading.market, detectors).crash.vpin;
  const missing = missingInVpin(watch, blindOf(reading));
  if (missing !== undefined) return missing.reason;
  if (watch.current === null)
    return watch.volumeSince === null ? 'no trade has come' : 'two minutes of trades set the volume of a bucket';
  const full = watch.current.imbalances.length;
  return full < BUCKETS ? `only ${full} of ${BUCKETS} buckets are full` : null;
}
