import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { DATA_KINDS, US_PER_MS, type Clock, type MarketEvent } from '../core/index.ts';
import type { Effect } from '../runtime/feed/index.ts';
import { dataHealth, ageAndRate, type MarketSource } from '../services/market/index.ts';

/** Metrics with the required names and meanings. */
export interface BriefMetrics {
  /** Called with the effects of each input. */
  readonly took: (effects: readonly Effect[]) => void;
  /** Computes a report and records the duration. */
  readonly timed: <T>(make: () => T) => T;
  /** Called for each answer with its time in ms, and `ok` or the name of the error. */
  readonly answered: (tool: string, ms: number, outcome: string) => void;
}

export interface BriefMetricsOptions {
  readonly registry: Registry;
  readonly engine: MarketSource;
  readonly clock: Clock;
  /** A stopwatch, milliseconds. */
  readonly stopwatch: () => number;
}

const LAG_BUCKETS_MS = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000];
const CALC_BUCKETS_MS = [1, 2, 5, 10, 25, 50, 100, 250, 500];

/** Event types that have the venue's own time, with the stream of each. */
const STREAM: Partial<Readonly<Record<MarketEvent['type'], string>>> = {
  trade: 'trade',
  book_delta: 'book',
  ...Object.fromEntries(DATA_KINDS.map((kind) => [kind, kind])),
};

export function registerBriefMetrics({ registry, engine, clock, stopwatch }: BriefMetricsOptions): BriefMetrics {
  const registers = [registry];
  const lag = new Histogram({
    name: 'context8_stream_lag_ms',
    help: "From the exchange's time of an event to its receipt, milliseconds; 0 if the exchange's clock is ahead.",
    labelNames: ['venue', 'stream'],
    buckets: LAG_BUCKETS_MS,
    registers,
  });
  const processed = new Counter({
    name: 'context8_events_processed_total',
    help: 'Market events processed by the feed.',
    labelNames: ['venue', 'stream'],
    registers,
  });
  const calc = new Histogram({
    name: 'context8_calc_latency_ms',
    help: 'Time to compute one report, milliseconds, without waiting for a first sync.',
    buckets: CALC_BUCKETS_MS,
    registers,
  });
  const requests = new Histogram({
    name: 'context8_mcp_request_duration_ms',
    help: 'Time that an answer took over MCP or HTTP, waiting included, milliseconds.',
    labelNames: ['tool'],
    buckets: [...CALC_BUCKETS_MS, 2_500, 10_000],
    registers,
  });
  const errors = new Counter({
    name: 'context8_errors_total',
    help: 'Errors: inputs set aside, gaps and lost connections of the feed, refused answers.',
    labelNames: ['component', 'error_type'],
    registers,
    // Must precede the two gauges below, which are read after it.
    collect: () => readReports(),
  });
  const market = ['venue', 'symbol'] as const;
  const age = new Gauge({
    name: 'context8_report_age_ms',
    help: 'data_age_ms that a report computed now would have.',
    labelNames: market,
    registers,
  });
  const rate = new Gauge({
    name: 'context8_events_rate',
    help: 'Trades and book updates a second over the last ten seconds, flow.orders_per_sec of the report.',
    labelNames: market,
    registers,
  });

  let reconnects = 0;
  /** Reads lost connections and both gauges from the state. Whole reports of 150 markets would stop the feed for a third of a second. */
  const readReports = (): void => {
    const at = Math.max(clock.now(), engine.state.now);
    for (const { id, venue, symbol } of engine.state.markets.values()) {
      const found = ageAndRate(engine, id, at);
      const labels = { venue, symbol };
      setOrRemove(age, labels, found?.ageMs ?? null);
      setOrRemove(rate, labels, found?.ordersPerSec ?? null);
    }
    const lost = dataHealth(engine, at, null, {}).venues.reduce((sum, venue) => sum + venue.reconnects, 0);
    if (lost > reconnects) errors.inc({ component: 'feed', error_type: 'connection_lost' }, lost - reconnects);
    reconnects = lost;
  };

  const event = (one: MarketEvent): void => {
    if (one.type === 'feed_state' && one.state === 'gap') errors.inc({ component: 'feed', error_type: 'gap' });
    const stream = STREAM[one.type];
    // Backfilled events are old by design, so they do not show the lag of the stream.
    if (stream === undefined || (one.type === 'trade' && one.via !== 'stream')) return;
    processed.inc({ venue: one.venue, stream });
    lag.observe({ venue: one.venue, stream }, Math.max(0, (one.tsRecv - one.tsEvent) / US_PER_MS));
  };

  return {
    took: (effects) => {
      for (const effect of effects) {
        if (effect.kind === 'event') event(effect.event);
        else if (effect.kind === 'quarantine') errors.inc({ component: 'feed', error_type: effect.reason });
      }
    },
    timed: (make) => {
      const from = stopwatch();
      const made = make();
      calc.observe(stopwatch() - from);
      return made;
    },
    answered: (tool, ms, outcome) => {
      requests.observe({ tool }, ms);
      if (outcome !== 'ok') errors.inc({ component: 'api', error_type: outcome });
    },
  };
}

/** An unknown number gives no sample, rather than 0. */
function setOrRemove<L extends string>(gauge: Gauge<L>, labels: Record<L, string>, value: number | null): void {
  if (value === null) gauge.remove(labels);
  else gauge.set(labels, value);
}
