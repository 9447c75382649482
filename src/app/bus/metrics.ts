import { Counter, Gauge, type Registry } from 'prom-client';
import type { BusPart } from './part.ts';

/** Metrics of the bus, read from the state at each scrape. */
export function registerBusMetrics(registry: Registry, part: BusPart): void {
  const gauge = (name: string, help: string, read: () => number | null) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read();
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  gauge('tallyfoil_bus_up', '1 while the bus can be reached.', () => (part.bus.status().state === 'up' ? 1 : 0));
  counter('tallyfoil_bus_connections_total', 'Connections made to the bus.', () => part.bus.status().session);
  const publishing = () => part.publisher()?.status();
  if (part.roles.includes('ingest')) {
    gauge('tallyfoil_bus_backlog', 'Messages that wait to be published.', () => publishing()?.backlog ?? null);
    gauge('tallyfoil_bus_published_streams', 'Streams that this process publishes.', () => publishing()?.leading ?? null);
    counter('tallyfoil_bus_published_total', 'Messages published.', () => publishing()?.published ?? 0);
    counter('tallyfoil_bus_thrown_away_total', 'Messages dropped because the queue was full.', () => publishing()?.lost ?? 0);
    counter(
      'tallyfoil_bus_unpublished_total',
      'Messages not published because they violate their schema.',
      () => publishing()?.refused ?? 0,
    );
  }
  const { analyser } = part;
  if (analyser !== null) {
    const read = () => analyser.status();
    gauge('tallyfoil_bus_lag_ms', 'Milliseconds from receipt of the newest message to its analysis.', () => read().lagMs);
    gauge('tallyfoil_bus_pending', 'Messages read, with their effect not stored yet.', () => read().unacknowledged);
    gauge('tallyfoil_bus_analysed_streams', 'Streams that this process analyses.', () => read().leading);
    counter('tallyfoil_bus_processed_total', 'Messages analysed.', () => read().processed);
    counter('tallyfoil_bus_duplicates_total', 'Duplicate messages, and messages of a replaced owner.', () => read().duplicates);
    counter('tallyfoil_bus_reclaimed_total', 'Messages taken over from a process that died.', () => read().reclaimed);
    counter('tallyfoil_bus_quarantined_total', 'Messages set aside.', () => read().quarantined);
    counter('tallyfoil_bus_lost_total', 'Messages that never arrived.', () => read().lost);
    counter('tallyfoil_bus_reports_total', 'Reports stored.', () => read().reports);
    counter(
      'tallyfoil_bus_reports_refused_total',
      'Reports not stored because they violate their schema.',
      () => read().reportsRefused,
    );
  }
  counter(
    'tallyfoil_bus_lease_conflicts_total',
    'Leases that another process took from this one.',
    () => (publishing()?.leasesLost ?? 0) + (analyser?.status().leasesLost ?? 0),
  );
}
