import { arithmeticOf, type Finding } from '../../analytics/flow/detectors/index.ts';
import { topLevels } from '../../analytics/book/index.ts';
import {
  SIMULATED_CAVEAT,
  toRfc3339,
  withoutNoise,
  type Clock,
  type InstrumentId,
  type MarketEvent,
  type WorkLimits,
} from '../../core/index.ts';
import type { Effect } from '../../runtime/feed/index.ts';
import { anomalyOf, evidenceOf, unitOf } from './anomalies-answer.ts';
import type { ExplainedAnomaly, ExplainedStep } from './answers.ts';
import type { Engine } from './engine.ts';
import { anomalyUnknown, anomalyUnproven } from './errors.ts';
import type { LogEvidence } from './evidence.ts';
import { stateOf, type MarketState } from './market-state.ts';
import type { MarketSource } from './source.ts';
import { detectors, findingsOf } from './studies/detectors.ts';

const NEAR_LEVELS = 10;

/** The part of a finding that a replay must reproduce. The end and later moves of the mid come after the evidence. */
const core = ({ after: _after, end: _end, last: _last, mid: _mid, ...rest }: Finding): string => JSON.stringify(rest);

/** A finding and its market, as plain data. */
export interface FoundAnomaly extends Pick<MarketState, 'venue' | 'symbol'> {
  readonly market: InstrumentId;
  /** Unit of sizes: the base currency; null if not known. */
  readonly unit: string | null;
  readonly finding: Finding;
}

/** Detector state of a market; null if it is not followed. */
function detectorsOf({ state }: MarketSource, id: InstrumentId) {
  const market = state.markets.get(id);
  return market === undefined ? null : stateOf(market, detectors);
}

/** Looks up a stored finding by id. Throws `anomaly_unknown`. */
export function findAnomaly({ state }: MarketSource, id: string): FoundAnomaly {
  for (const market of state.markets.values()) {
    const finding = findingsOf(market).find((one) => one.id === id);
    if (finding === undefined) continue;
    const { venue, symbol } = market;
    const unit = unitOf(state.feeds.get(venue)?.symbols.get(symbol));
    return { market: market.id, venue, symbol, unit, finding: structuredClone(finding) };
  }
  throw anomalyUnknown({ id: id.slice(0, 100) });
}

const still = { size: null, side: null, price: null, score: null };

/** The step of an event at the level of a finding; null if it has none. */
function levelStep(event: MarketEvent, finding: Finding, at: { time: string; seq: number }): ExplainedStep | null {
  if (event.type === 'trade')
    return event.price === finding.price && event.via === 'stream'
      ? { ...at, ...still, what: 'trade', size: event.size, side: event.side, price: event.price }
      : null;
  if (event.type !== 'book_delta') return null;
  const levels = finding.side === 'bid' ? event.bids : event.asks;
  for (let i = 0; i + 1 < levels.length; i += 2)
    if (levels[i] === finding.price) return { ...at, ...still, what: 'level', size: levels[i + 1] ?? null, price: finding.price };
  return null;
}

/** The book at a second: the mid, and the size of the best bids. */
function bookStep(
  engine: Engine,
  { market, venue, symbol: name }: FoundAnomaly,
  at: { time: string; seq: number },
): ExplainedStep | null {
  const symbol = engine.state.feeds.get(venue)?.symbols.get(name);
  const mid = detectorsOf(engine, market)?.mid ?? null;
  if (symbol === undefined || mid === null) return null;
  const bids = topLevels(symbol.book.book, 'bid', NEAR_LEVELS);
  const size = bids.reduce((sum, value, i) => (i % 2 === 1 ? sum + value : sum), 0);
  return { ...at, ...still, what: 'book', size: withoutNoise(size), price: withoutNoise(mid) };
}

/** Follows one finding through a replay. */
function follower(found: FoundAnomaly) {
  const { finding, market, venue, symbol } = found;
  const steps: ExplainedStep[] = [];
  let score: number | null = null;
  let second = 0;
  let seen: Finding | undefined;
  const add = (step: ExplainedStep | null) => {
    if (step !== null) steps.push(step);
  };
  const changed = (now: Finding | undefined, at: { time: string; seq: number }) => {
    seen = now;
    if (now === undefined || now.score === score) return;
    add({ ...at, ...still, what: score === null ? 'found' : 'changed', price: now.price, score: now.score });
    score = now.score;
  };
  return {
    steps,
    found: () => seen,
    look(engine: Engine, effects: readonly Effect[], seq: number) {
      for (const effect of effects) {
        if (effect.kind !== 'event' || effect.event.symbol !== symbol || effect.event.venue !== venue) continue;
        if (finding.price !== null) add(levelStep(effect.event, finding, { time: toRfc3339(effect.event.tsEvent), seq }));
      }
      const time = toRfc3339(engine.state.now);
      const now = Math.floor(engine.state.now / 1_000_000);
      if (finding.price === null && now > second) add(bookStep(engine, found, { time, seq }));
      second = now;
      const all = detectorsOf(engine, market)?.findings.all;
      changed(
        all?.findLast(({ id }) => id === finding.id),
        { time, seq },
      );
    },
  };
}

/** Explains a finding by replaying its part of the log through a separate engine. Throws `anomaly_unproven`. */
export async function explainFound(
  found: FoundAnomaly,
  most: number,
  { evidence, clock }: { readonly evidence: LogEvidence; readonly clock: Pick<Clock, 'now'> },
  limits: WorkLimits = {},
): Promise<ExplainedAnomaly> {
  const { finding } = found;
  const { id } = finding;
  const range = evidenceOf(finding);
  if (range === null) throw anomalyUnproven({ id, reason: 'no raw log has the inputs that it rests on' });
  const following = follower(found);
  const { session, from_seq: fromSeq, to_seq: toSeq } = range;
  const failed = await evidence.steps({ session, fromSeq, toSeq }, following.look, {
    ...limits,
    subject: { venue: found.venue, symbol: found.symbol },
  });
  if (failed !== null) throw anomalyUnproven({ id, reason: failed });
  const again = following.found();
  const reproduced = again !== undefined && core(again) === core(finding);
  const { steps } = following;
  const head = Math.ceil(most / 2);
  const kept = steps.length <= most ? steps : [...steps.slice(0, head), ...steps.slice(steps.length - (most - head))];
  return {
    as_of: toRfc3339(clock.now()),
    source: evidence.source,
    id,
    reproduced,
    reason: reproduced
      ? 'the raw log gives the same finding'
      : again === undefined
        ? 'the raw log gives no such finding'
        : 'the raw log gives another finding in its place',
    anomaly: anomalyOf(again ?? finding, found),
    arithmetic: arithmeticOf(again ?? finding),
    steps: kept,
    steps_left_out: steps.length - kept.length,
    caveats: evidence.source === 'simulated' ? [SIMULATED_CAVEAT] : [],
  };
}
