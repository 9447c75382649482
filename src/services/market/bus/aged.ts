import { freshnessPart, healthScore, healthWeights } from '../../../analytics/flow/index.ts';
import { fromRfc3339, toRfc3339, US_PER_MS, type Micros, type StreamState } from '../../../core/index.ts';
import type { InputState, MarketReport, StoredReport } from '../answers.ts';
import { DOWN_MS, ingestionFrom } from '../ingestion.ts';
import { absent } from '../reading.ts';
import { worstState } from '../standing.ts';
import type { StoredMarket } from './stored-market.ts';

/**
 * Updates the ages of a stored answer, and everything that depends on them, to the present time. The answer is thus
 * correct even if its producer has stopped.
 */
const elapsedMs = (asOf: string, now: Micros): number => Math.max(0, Math.round((now - (fromRfc3339(asOf) ?? now)) / US_PER_MS));

const older = (age: number | null, elapsed: number): number | null => (age === null ? null : age + elapsed);

/** Without newer data, a stream that was synced may be in any state. */
const stale = (state: StreamState, elapsed: number): StreamState => (state === 'synced' && elapsed > DOWN_MS ? 'stale' : state);

const agedInput = (input: InputState, elapsed: number): InputState => ({
  ...input,
  state: stale(input.state, elapsed),
  age_ms: older(input.age_ms, elapsed),
});

function agedHealth(health: MarketReport['health'], bookAge: number | null): MarketReport['health'] {
  if (health === null || health.components.freshness === null) return health;
  const components = { ...health.components, freshness: freshnessPart(bookAge) };
  const made = healthScore(components);
  return made === null ? null : { score: Math.round(made.score), components, weights: healthWeights(components) };
}

/** A stored report as of now. */
export function agedReport({ receipt: _, ...report }: StoredReport, now: Micros): MarketReport {
  const elapsed = elapsedMs(report.generated_at, now);
  const inputs = report.inputs.map((input) => agedInput(input, elapsed));
  const book = inputs.find(({ stream }) => stream === 'book');
  const dataAge = older(report.data_age_ms, elapsed);
  const ingestion = ingestionFrom(dataAge, book?.state ?? 'connecting');
  const died = ingestion.status === 'down' && report.health !== null;
  return {
    ...report,
    as_of: toRfc3339(Math.max(now, fromRfc3339(report.generated_at) ?? 0)),
    state: worstState(inputs.map(({ state }) => state)),
    age_ms: older(report.age_ms, elapsed),
    inputs,
    data_age_ms: dataAge,
    ingestion,
    health: died ? null : agedHealth(report.health, book?.age_ms ?? null),
    absent: died ? [...report.absent, absent('health', `the feed is down: nothing has come for ${dataAge} ms`)] : report.absent,
    grounds: null,
    caveats: [
      ...report.caveats.filter((caveat) => !caveat.startsWith('No receipt')),
      'No receipt: its ages were recomputed since the report was stored.',
      ...(elapsed > DOWN_MS ? [`This report is ${Math.round(elapsed / 1_000)} s old: no process has stored a newer one.`] : []),
    ],
  };
}

/** A stored market as of now. */
export function agedMarket(market: StoredMarket, now: Micros): StoredMarket {
  const elapsed = elapsedMs(market.as_of, now);
  const died = elapsed > DOWN_MS;
  return {
    ...market,
    // Older processes stored no age of the price.
    row: {
      ...market.row,
      // Older processes store rows without a contract.
      contract: market.row.contract ?? null,
      state: stale(market.row.state, elapsed),
      last_price_age_ms: older(market.row.last_price_age_ms ?? null, elapsed),
      tier: 'followed',
      data_age_ms: older(market.row.data_age_ms ?? null, elapsed),
    },
    venue: died ? { ...market.venue, status: 'down' } : market.venue,
    streams: market.streams.map((stream) => ({
      ...stream,
      state: stale(stream.state, elapsed),
      reason: died ? `nothing heard of it for ${Math.round(elapsed / 1_000)} s; then: ${stream.reason}` : stream.reason,
      age_ms: older(stream.age_ms, elapsed),
    })),
  };
}
