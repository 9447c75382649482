import { judgedLately, waitingFor, whyNoScore, type FindingKind } from '../../analytics/flow/detectors/index.ts';
import { toRfc3339, US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { AnswerBase, Watch } from './answers.ts';
import { whyUnjudged } from './anomalies.ts';
import { stateOf } from './market-state.ts';
import { spanOf, type Reading } from './reading.ts';
import { detectors } from './studies/detectors.ts';
import { watching, type WatchSpan } from './studies/watching.ts';

const KINDS = ['spoofing', 'iceberg', 'flash_crash_risk'] as const satisfies readonly FindingKind[];

/** The study looks once a second, so a span that ended this recently continues if the detector can judge. */
const CONTINUES_US = 3 * US_PER_SECOND;

/** Holes of one market, and of each of several. */
export const HOLES_MOST = { single: 20, several: 5 } as const;

const timeOf = (at: Micros): string => toRfc3339(Math.max(0, Math.round(at)));

interface Watched {
  readonly kind: FindingKind;
  readonly spans: readonly WatchSpan[];
  /** Whether it watches at the time of the answer. */
  readonly isOn: boolean;
}

function watchedOf(reading: Reading): Watched[] {
  const { spans } = stateOf(reading.market, watching);
  const waiting = new Set(waitingFor(stateOf(reading.market, detectors)).map(({ kind }) => kind));
  const canJudge = whyUnjudged(reading) === null;
  return KINDS.map((kind) => {
    const last = spans[kind].at(-1);
    const isOn = canJudge && !waiting.has(kind) && last !== undefined && reading.at - last.to <= CONTINUES_US;
    return { kind, spans: spans[kind], isOn };
  });
}

interface Hole extends Pick<WatchSpan, 'from' | 'to'> {
  readonly kind: FindingKind;
}

const holesOf = ({ kind, spans }: Watched): Hole[] =>
  spans.flatMap(({ to }, i) => {
    const next = spans[i + 1];
    return next === undefined ? [] : [{ kind, from: to, to: next.from }];
  });

/** The holes of a market's detectors, newest first. One of several detectors is listed once, with its detectors if not all have it. */
function sharedHoles(watched: readonly Watched[]): Watch['holes'] {
  const same = [...Map.groupBy(watched.flatMap(holesOf), ({ from, to }) => `${from} ${to}`).values()];
  const began = watched.filter(({ spans }) => spans.length > 0);
  return same
    .flatMap((holes) => holes.slice(0, 1).map((hole) => ({ hole, kinds: holes.map(({ kind }) => kind) })))
    .toSorted((a, b) => b.hole.from - a.hole.from || b.hole.to - a.hole.to)
    .map(({ hole, kinds }) => ({
      from: timeOf(hole.from),
      to: timeOf(hole.to),
      ...(began.every(({ kind }) => kinds.includes(kind)) ? {} : { types: kinds }),
    }));
}

/** When the detectors watched a market, with the newest holes, and the last score of each, or why it has none. */
export function makeWatched(reading: Reading, most: number = HOLES_MOST.single): Watch {
  const { market, exchangeAt, at } = reading;
  const state = stateOf(market, detectors);
  const watched = watchedOf(reading);
  const holes = sharedHoles(watched);
  const unjudged = whyUnjudged(reading);
  return {
    venue: market.venue,
    symbol: market.symbol,
    detectors: watched.map(({ kind, spans, isOn }) => {
      const [first, last] = [spans[0], spans.at(-1)];
      const judged = judgedLately(state.findings.present, kind, exchangeAt);
      return {
        type: kind,
        ...(first === undefined || last === undefined ? {} : { from: timeOf(first.from), to: timeOf(isOn ? at : last.to) }),
        ...(judged === null ? { no_score: unjudged ?? whyNoScore(state, kind, exchangeAt) } : { score: judged.score }),
      };
    }),
    holes: holes.slice(0, most),
    holes_left_out: Math.max(0, holes.length - most),
  };
}

/**
 * The time up to now in which every detector watched without a hole. Complete if it reaches back to `since`, by default over the
 * window of a report. Unknown while a detector does not watch.
 */
export function watchedSpan(reading: Reading, since: Micros | null): AnswerBase['coverage'] {
  const all = watchedOf(reading);
  if (!all.every(({ isOn }) => isOn)) return spanOf(null, null, false);
  const from = Math.max(...all.map(({ spans }) => spans.at(-1)?.from ?? reading.at));
  const wanted = since ?? reading.at - reading.engine.settings.REPORT_WINDOW_SEC * US_PER_SECOND;
  return spanOf(from, reading.at, from <= wanted);
}
