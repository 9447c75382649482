import { randomBytes, randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { seededRandom, type Clock, type Log, type Role, type Source } from '../../core/index.ts';
import { operationNamed } from '../../operations/index.ts';
import {
  createOutgoing,
  createPublisher,
  type Bus,
  type Outgoing,
  type OutgoingFeed,
  type Publisher,
  type StreamInfo,
} from '../../runtime/bus/index.ts';
import { createRedisBus } from '../../runtime/bus/redis/index.ts';
import type { Effect, Input } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import { createAnalyser, type Analyser } from '../../services/market/bus/index.ts';
import type { BusHealth, Engine, StoredReport } from '../../services/market/index.ts';
import { venues } from '../../venues/index.ts';
import { busPassword, type Config } from '../config.ts';

export interface BusPartOptions {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** This process's part on a bus: its connection and, by its roles, analysis and publishing. */
export interface BusPart {
  readonly bus: Bus;
  readonly roles: readonly Role[];
  readonly analyser: Analyser | null;
  publisher(): Publisher | null;
  health(): BusHealth;
  /** Errors of a report by its published schema. */
  check(report: StoredReport): readonly string[];
  /** Publishes the feeds of an engine from now on. The returned function is called with each input and its effects. */
  publish(
    engine: Engine,
    feeds: readonly FollowedFeed[],
  ): (input: Input, effects: readonly Effect[], position: LogPosition | null) => void;
  close(): Promise<void>;
}

export interface FollowedFeed {
  readonly venue: { readonly card: { readonly id: string } };
  readonly symbols: readonly string[];
}

const streamOf = (template: string, venue: string, symbol: string): string =>
  template.replaceAll('{venue}', venue).replaceAll('{symbol}', symbol);

/** The streams of the followed instruments; `report:{symbol}` belongs to the first venue with the symbol. */
export function streamsOf(template: string, source: Source, feeds: readonly FollowedFeed[]): Omit<StreamInfo, 'at'>[] {
  const seen = new Set<string>();
  return feeds.flatMap(({ venue, symbols }) =>
    symbols.map((symbol) => {
      const first = !seen.has(symbol);
      seen.add(symbol);
      const { id } = venue.card;
      return { stream: streamOf(template, id, symbol), venue: id, symbol, source, first };
    }),
  );
}

/** Connects this process to the bus of its configuration; the bus may still be down. */
export function openBusPart({ config, environment, clock, log }: BusPartOptions): BusPart {
  const roles = config.TALLYFOIL_ROLES;
  const keepMs = config.BUS_KEEP_MIN * 60_000;
  const bus = createRedisBus({
    url: config.BUS_URL ?? '',
    password: busPassword(environment),
    group: config.CONSUMER_GROUP,
    node: `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
    keepMs,
    clock,
    log,
    random: seededRandom(randomInt(2 ** 31)),
  });
  const { output } = operationNamed('get_report');
  const check = (report: StoredReport): readonly string[] => {
    const parsed = output.safeParse(report);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
  const lease = { leaseMs: config.LEASE_TTL_MS, clock, log };
  const analyser = roles.includes('analyze')
    ? createAnalyser({ bus, venues, settings: config, reportMs: config.CACHE_TTL_SEC * 1_000, keepMs, check, ...lease })
    : null;
  let publisher: Publisher | null = null;

  return {
    bus,
    roles,
    analyser,
    check,
    publisher: () => publisher,
    health() {
      const { state, reason } = bus.status();
      const published = publisher?.status();
      const analysed = analyser?.status();
      return {
        kind: 'redis',
        state,
        reason: reason ?? published?.problem ?? analysed?.problem ?? null,
        roles: [...roles],
        backlog: published?.backlog ?? 0,
        lost: (published?.lost ?? 0) + (analysed?.lost ?? 0),
        lag_ms: analysed?.lagMs == null ? null : Math.round(analysed.lagMs),
        pending: analysed?.unacknowledged ?? 0,
      };
    },
    publish(engine, feeds) {
      const outgoing = new Map<string, OutgoingFeed>(
        feeds.map(({ venue: { card } }) => [
          card.id,
          createOutgoing({ venue: card.id, source: engine.source, settings: { ...engine.settings } }),
        ]),
      );
      const published = createPublisher({
        bus,
        source: engine.source,
        streams: streamsOf(config.STREAM_KEY, engine.source, feeds),
        opening(venue, symbol) {
          const feed = engine.state.feeds.get(venue);
          return feed === undefined ? [] : (outgoing.get(venue)?.opening(feed, symbol, engine.state.now) ?? []);
        },
        ...lease,
      });
      publisher = published;
      const listFollowed = (): void => {
        const followed = Array.from(engine.state.feeds, ([id, { symbols }]) => ({
          venue: { card: { id } },
          symbols: [...symbols.keys()],
        }));
        published.list(streamsOf(config.STREAM_KEY, engine.source, followed));
      };
      return (input, effects, position) => {
        const feed = engine.state.feeds.get(input.venue);
        if (feed === undefined) return;
        const out = outgoing.get(input.venue)?.after(feed, input, effects, position) ?? [];
        if (!effects.some(({ kind }) => kind === 'follow')) return published.take(input.venue, out);
        // The end of a market is published on the earlier streams, and a new market on the current streams.
        const isEnd = ({ body }: Outgoing): boolean => body.type === 'market_end';
        published.take(input.venue, out.filter(isEnd));
        listFollowed();
        published.take(
          input.venue,
          out.filter((one) => !isEnd(one)),
        );
      };
    },
    async close() {
      await publisher?.close();
      await analyser?.close();
      await bus.close();
    },
  };
}
