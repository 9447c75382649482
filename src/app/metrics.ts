import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Clock } from '../core/index.ts';
import type { RawLog } from '../runtime/raw-log/index.ts';
import { dataHealth, type Engine } from '../services/market/index.ts';

export interface MetricsOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly rawLog: Pick<RawLog, 'status'>;
}

/** Prometheus metrics, read from the state at each scrape, so that nothing on the hot path counts twice. */
export function createMetrics({ engine, clock, rawLog }: MetricsOptions): Registry {
  const registry = new Registry();
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
  const synced = gauge('tallyfoil_stream_synced', '1 when the stream is whole and in order.', stream);
  const gaps = gauge('tallyfoil_stream_gaps_24h', 'Gaps in the last 24 hours.', stream);
  const quarantined = gauge('tallyfoil_quarantined', 'Pieces of input set aside.', ['venue']);
  const reconnects = gauge('tallyfoil_reconnects', 'Connections that were lost.', ['venue']);
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
  return registry;
}
