import type { SymbolView } from '../../runtime/feed/index.ts';
import { SCORE_LEAST, type Finding } from '../../analytics/flow/detectors/index.ts';
import { fromRfc3339, refuseFuture, toRfc3339, withoutNoise, type Micros } from '../../core/index.ts';
import type { Absence, AnomaliesAnswer, AnswerBase, AnomaliesQuery, Anomaly, LogRange } from './answers.ts';
import { addDetectorAbsences } from './anomalies.ts';
import { absent, answerBase, emptyCaveats, groundsOf, type Reading } from './reading.ts';
import { worstState } from './standing.ts';
import type { MarketSource } from './source.ts';
import { findingsOf } from './studies/detectors.ts';
import { HOLES_MOST, makeWatched, watchedSpan } from './watched.ts';

const RANK = { low: 0, medium: 1, high: 2 } as const;

const timeOf = (at: Micros): string => toRfc3339(Math.max(0, Math.round(at)));

/** The evidence as positions in the log; null if part of it is in no log, or in another session's log. */
export function evidenceOf({ from, to }: Finding): LogRange | null {
  if (from.session === null || from.seq === null || to.seq === null || from.session !== to.session) return null;
  return { session: from.session, from_seq: from.seq, to_seq: to.seq, from: timeOf(from.at), to: timeOf(to.at) };
}

const clean = (numbers: Readonly<Record<string, number | null>>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, withoutNoise(value)]));

/** Base currency of a market, the unit of its sizes; null without the instrument's definition. */
export function unitOf(symbol: Pick<SymbolView, 'instrument'> | undefined): string | null {
  const base = symbol?.instrument?.base ?? '';
  return base === '' ? null : base;
}

/** A finding in the form of answers. */
export const anomalyOf = (finding: Finding, { venue, symbol, unit }: Pick<Anomaly, 'venue' | 'symbol' | 'unit'>): Anomaly => ({
  id: finding.id,
  type: finding.kind,
  venue,
  symbol,
  unit,
  severity: finding.severity,
  score: withoutNoise(finding.score),
  parts: clean(finding.parts),
  missing: Object.entries(finding.parts).flatMap(([name, value]) => (value === null ? [name] : [])),
  seen: clean(finding.seen),
  side: finding.kind === 'flash_crash_risk' ? null : finding.side,
  price: finding.price,
  onset: timeOf(finding.onset),
  detected: timeOf(finding.detected),
  end: finding.end === null ? null : timeOf(finding.end),
  note: finding.note,
  outcome: { mid: withoutNoise(finding.mid), after: finding.after.map(({ seconds, bps }) => ({ seconds, bps })) },
  evidence: evidenceOf(finding),
});

/** The intersection of the spans; unknown if one of them is. */
function jointSpan(spans: readonly AnswerBase['coverage'][]): AnswerBase['coverage'] {
  const known = spans.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]));
  const [first] = known;
  if (first === undefined || known.length < spans.length) return { from: null, to: null, complete: false };
  const later = (a: string, b: string) => (fromRfc3339(a) ?? 0) > (fromRfc3339(b) ?? 0);
  return {
    from: known.reduce((latest, { from }) => (later(from, latest) ? from : latest), first.from),
    to: known.reduce((earliest, { to }) => (later(earliest, to) ? to : earliest), first.to),
    complete: spans.every(({ complete }) => complete),
  };
}

/** Findings of some markets: active ones first, then ended ones, each newest first. */
export function makeAnomalies(
  source: MarketSource,
  readings: readonly Reading[],
  { since, type, minSeverity, limit }: Pick<AnomaliesQuery, 'since' | 'type' | 'minSeverity' | 'limit'>,
  at: Micros,
): AnomaliesAnswer {
  const absences: Absence[] = [];
  const from = since === undefined ? null : fromRfc3339(since);
  if (from !== null) refuseFuture('get_anomalies', 'since', from, at);
  const found = readings.flatMap((reading) => {
    addDetectorAbsences(reading, absences);
    return findingsOf(reading.market)
      .filter(
        ({ kind, severity, last }) =>
          (type === undefined || kind === type) && RANK[severity] >= RANK[minSeverity] && (from === null || last >= from),
      )
      .map((finding) => ({
        finding,
        market: { venue: reading.market.venue, symbol: reading.market.symbol, unit: unitOf(reading.symbol) },
      }));
  });
  const order = ({ finding }: (typeof found)[number]) => (finding.end === null ? 1 : 0);
  found.sort((a, b) => order(b) - order(a) || b.finding.last - a.finding.last || (a.finding.id < b.finding.id ? -1 : 1));
  const bases = readings.map((reading) =>
    answerBase(reading, { streams: ['book', 'trade'], coverage: watchedSpan(reading, from) }),
  );
  const ages = bases.map(({ age_ms }) => age_ms);
  return {
    as_of: toRfc3339(at),
    source: source.source,
    state: worstState(bases.map(({ state }) => state)),
    age_ms: ages.length === 0 || ages.includes(null) ? null : Math.max(...(ages as number[])),
    coverage: jointSpan(bases.map(({ coverage }) => coverage)),
    caveats: [
      ...emptyCaveats(source, readings.length),
      ...new Set(bases.flatMap(({ caveats }) => caveats)),
      'Suspicions from the public book: they name no one, and an honest order can look the same.',
    ],
    inputs: bases.flatMap(({ inputs }) => inputs),
    grounds: groundsOf(source, new Set(readings.map(({ market }) => market.venue)), at),
    anomalies: found.slice(0, limit).map(({ finding, market }) => anomalyOf(finding, market)),
    watched: readings.map((reading) => makeWatched(reading, readings.length > 1 ? HOLES_MOST.several : HOLES_MOST.single)),
    threshold: SCORE_LEAST,
    left_out: Math.max(0, found.length - limit),
    absent: readings.length === 0 ? [absent('anomalies', 'no market is followed, so nothing is watched')] : absences,
  };
}
