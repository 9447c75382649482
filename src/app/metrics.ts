import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { US_PER_MS, US_PER_SECOND, type Clock, type Log } from '../core/index.ts';
import type { RawLog } from '../runtime/raw-log/index.ts';
import { registerBriefMetrics, type BriefMetrics } from './brief-metrics.ts';
import { dataHealth, type MarketSource } from '../services/market/index.ts';

/** Durations of operations; those above TIMEOUT_MS are also logged. */
export interface Metrics extends Pick<BriefMetrics, 'took' | 'timed'> {
  readonly registry: Registry;
  readonly measure: (name: string) => (outcome: string) => void;
}

const LATENCY_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10];

export interface MetricsOptions {
  readonly engine: MarketSource;
  readonly clock: Clock;
  readonly rawLog: Pick<RawLog, 'status'>;
  readonly log: Log;
  /** Milliseconds above which an answer is logged as slow. */
  readonly slowMs: (operation: string) => number;
}

/** Measures operations into a registry. */
export function measureInto(
  registry: Registry,
  { clock, log, slowMs }: Pick<MetricsOptions, 'clock' | 'log' | 'slowMs'>,
  answered: BriefMetrics['answered'] = () => {},
): Metrics['measure'] {
  const seconds = new Histogram({
    name: 'tallyfoil_operation_seconds',
    help: 'Time an operation took, waiting for a first sync included.',
    labelNames: ['operation', 'outcome'],
    buckets: LATENCY_BUCKETS_S,
    registers: [registry],
  });
  return (operation) => {
    const startedAt = clock.now();
    return (outcome) => {
      const took = clock.now() - startedAt;
      seconds.observe({ operation, outcome }, took / US_PER_SECOND);
      answered(operation, took / US_PER_MS, outcome);
      const most = slowMs(operation);
      if (took > most * US_PER_MS)
        log.warn({ operation, outcome, took_ms: Math.round(took / US_PER_MS), timeout_ms: most }, 'slow answer');
    };
  };
}

/** Prometheus metrics, read from the state at each scrape, so that the hot path has no extra counters. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { engine, clock, rawLog } = options;
  const registry = new Registry();
  // On every sample, so that a dashboard over several servers does not add real and simulated data.
  registry.setDefaultLabels({ source: engine.source });
  collectDefaultMetrics({ register: registry });
  const stream = ['venue', 'symbol', 'stream'] as const;
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const messages = new Counter({
    name: 'tallyfoil_stream_messages_total',
    help: 'Messages received.',
    labelNames: [...stream],
    registers: [registry],
  });
  const age = gauge('tallyfoil_stream_age_ms', 'Milliseconds since the last message.', stream);
  const synced = gauge('tallyfoil_stream_synced', '1 while the stream is synced.', stream);
  const gaps = gauge('tallyfoil_stream_gaps_24h', 'Gaps in the last 24 hours.', stream);
  const quarantined = gauge('tallyfoil_quarantined', 'Inputs set aside as invalid.', ['venue']);
  const reconnects = gauge('tallyfoil_reconnects', 'Lost connections.', ['venue']);
  const offset = gauge('tallyfoil_clock_offset_ms', 'Receive clock minus exchange clock.', ['venue']);
  const weight = gauge('tallyfoil_rest_weight_used', 'Request weight used in the last minute.', ['venue']);
  const logBytes = gauge('tallyfoil_raw_log_bytes', 'Bytes of raw log on disk.', []);
  const logLag = gauge('tallyfoil_raw_log_lag_ms', 'Age of the oldest input not on disk.', []);
  const logWriting = gauge('tallyfoil_raw_log_writing', '1 while the raw log is written.', []);

  const scrape = () => {
    const health = dataHealth(engine, clock.now(), rawLog.status(), {});
    messages.reset();
    for (const item of health.streams) {
      const labels = { venue: item.venue, symbol: item.symbol, stream: item.stream };
      messages.inc(labels, item.messages);
      if (item.age_ms === null) age.remove(labels);
      else age.set(labels, item.age_ms);
      synced.set(labels, item.state === 'synced' ? 1 : 0);
      gaps.set(labels, item.gaps_24h);
    }
    for (const item of health.venues) {
      quarantined.set({ venue: item.venue }, item.quarantined);
      reconnects.set({ venue: item.venue }, item.reconnects);
      weight.set({ venue: item.venue }, item.rest_weight_used);
      if (item.clock_offset_ms !== null) offset.set({ venue: item.venue }, item.clock_offset_ms);
    }
    logBytes.set(health.raw_log.bytes);
    logLag.set(health.raw_log.lag_ms);
    logWriting.set(health.raw_log.state === 'writing' ? 1 : 0);
  };
  const metrics = registry.metrics.bind(registry);
  registry.metrics = () => {
    scrape();
    return metrics();
  };
  const brief = registerBriefMetrics({ registry, engine, clock, stopwatch: () => performance.now() });
  return { registry, measure: measureInto(registry, options, brief.answered), took: brief.took, timed: brief.timed };
}
