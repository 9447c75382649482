import { counted, DATA_KINDS, SIMULATED_CAVEAT, toRfc3339, US_PER_MS, type Micros, type StreamKind } from '../../core/index.ts';
import { allChannel, clockOffset, MOST_ROWS, type FeedFacts, type FeedView } from '../../runtime/feed/index.ts';
import type { RawLogStatus } from '../../runtime/raw-log/index.ts';
import type { BusHealth, DataHealthAnswer, Gap, StreamHealth, VenueHealth } from './answers.ts';
import { countUnlisted, gapsOf } from './gaps.ts';
import { ingestionOf } from './ingestion.ts';
import { ageMs, emptyCaveats, groundsOf, readMarket, spanOf, type Reading } from './reading.ts';
import type { MarketSource } from './source.ts';
import { streamsIn, worstState } from './standing.ts';

export interface Wanted {
  readonly venue?: string | undefined;
  readonly symbols?: readonly string[] | undefined;
}

/** Readings of the wanted markets of a venue. One that the venue does not list is read only if it was asked for by name. */
const readingsOf = (engine: MarketSource, venue: string, feed: FeedView, at: Micros, { symbols }: Wanted): Reading[] =>
  [...feed.symbols.values()].flatMap(({ symbol, unknown }) => {
    const id = `${venue}:${symbol}` as const;
    const isWanted = symbols === undefined ? !unknown : symbols.includes(id);
    const reading = isWanted ? readMarket(engine, id, at) : null;
    return reading === null ? [] : [reading];
  });

/** Symbols that are to be followed and that the venue does not list. */
const notListed = (feed: FeedView): string[] =>
  [...feed.symbols.values()].flatMap(({ symbol, unknown }) => (unknown ? [symbol] : []));

const countListed = (gaps: readonly Gap[], { venue, symbol }: Reading['market'], stream: StreamKind): number =>
  gaps.filter((gap) => gap.stream === stream && gap.symbol === symbol && gap.venue === venue).length;

const streamsOf = (readings: readonly Reading[], gaps: readonly Gap[], at: Micros): StreamHealth[] =>
  readings.flatMap((reading) =>
    streamsIn(reading.symbol).map(([stream, { state, reason, since, lastAt, messages, seq }]) => ({
      venue: reading.market.venue,
      symbol: reading.market.symbol,
      stream,
      state,
      reason,
      since: toRfc3339(since),
      age_ms: ageMs(lastAt, at),
      messages,
      gaps_24h: countListed(gaps, reading.market, stream) + countUnlisted(reading, stream),
      seq,
    })),
  );

/** Problems of the markets that are not followed. */
function latestNotes(feed: FeedView): readonly string[] {
  const { latest } = feed;
  if (latest === undefined) return [];
  const interrupted = DATA_KINDS.flatMap((kind) => {
    const channel = allChannel(feed, kind);
    return channel === undefined || latest.rows.size === 0 || channel.state === 'synced'
      ? []
      : [`the ${kind} of markets that are not followed is ${channel.state}: ${channel.reason}`];
  });
  const leftOut = `Left out: ${counted(latest.leftOut, 'message')} of markets that are not followed; the limit is ${MOST_ROWS} such markets`;
  return [...interrupted, ...(latest.leftOut === 0 ? [] : [leftOut])];
}

function venueOf(engine: MarketSource, venue: string, feed: FeedView, facts: FeedFacts, at: Micros): VenueHealth {
  const statuses = readingsOf(engine, venue, feed, at, {}).map((reading) => ingestionOf(reading).status);
  const lacking = notListed(feed);
  const rolling = clockOffset(feed.clock);
  // Rolling state keeps its time when the venue's clock is set; the skew leads back to that clock.
  const offset = rolling === null ? null : rolling + feed.clock.skew;
  return {
    venue,
    status:
      statuses.length > 0 && statuses.every((status) => status === 'ok')
        ? 'ok'
        : statuses.length > 0 && statuses.every((status) => status === 'down')
          ? 'down'
          : 'degraded',
    host: facts.host,
    connections: facts.connections,
    reconnects: facts.reconnects,
    clock_offset_ms: offset === null ? null : Math.round(offset / US_PER_MS),
    quarantined: facts.quarantined,
    rest_weight_used: facts.restWeight,
    notes: [...(statuses.length === 0 ? ['no market of this venue is followed'] : []), ...latestNotes(feed), ...facts.notes],
    ...(lacking.length === 0 ? {} : { not_listed: lacking }),
  };
}

/** When the first of some feeds started in this run; null if another process runs them. */
function startOf(feeds: readonly FeedView[]): string | null {
  const starts = feeds.flatMap(({ startedAt }) => startedAt ?? []);
  return starts.length === 0 ? null : toRfc3339(Math.min(...starts));
}

/** Number of gaps in an answer. */
const GAPS_MOST = 20;

/** The gaps of some markets that were noticed last, newest first, and the number of the others. `total`: all gaps. */
export function newestGaps(gaps: readonly Gap[], total: number): Pick<DataHealthAnswer, 'gaps' | 'gaps_left_out'> {
  const noticedAt = ({ from, noticed = from }: Gap) => noticed;
  const sorted = gaps.toSorted((a, b) => (noticedAt(a) < noticedAt(b) ? 1 : noticedAt(a) > noticedAt(b) ? -1 : 0));
  return { gaps: sorted.slice(0, GAPS_MOST), gaps_left_out: total - Math.min(sorted.length, GAPS_MOST) };
}

/** Bus health of a process that has every role, and so no bus. */
export const IN_PROCESS: BusHealth = {
  kind: 'in_process',
  state: 'up',
  reason: null,
  roles: ['ingest', 'analyze', 'api'],
  backlog: 0,
  lost: 0,
  lag_ms: null,
  pending: 0,
};

/** Status of every stream, every venue, the raw log and the bus. */
export function makeDataHealth(
  engine: MarketSource,
  at: Micros,
  rawLog: RawLogStatus | null,
  wanted: Wanted,
  bus: BusHealth = IN_PROCESS,
): DataHealthAnswer {
  const feeds = [...engine.state.feeds].flatMap(([venue, feed]) =>
    wanted.venue === undefined || venue === wanted.venue ? [{ venue, feed, facts: engine.facts(venue, at) }] : [],
  );
  const readings = feeds.flatMap(({ venue, feed }) => readingsOf(engine, venue, feed, at, wanted));
  const gaps = readings.flatMap(gapsOf);
  const streams = streamsOf(readings, gaps, at);
  const ages = streams.map(({ age_ms }) => age_ms);
  return {
    as_of: toRfc3339(at),
    source: engine.source,
    state: worstState(streams.map(({ state }) => state)),
    age_ms: ages.length === 0 || ages.includes(null) ? null : Math.max(...(ages as number[])),
    // A snapshot at one moment.
    coverage: spanOf(at, at, streams.length > 0 && streams.every(({ state }) => state === 'synced')),
    caveats: [...(engine.source === 'simulated' ? [SIMULATED_CAVEAT] : []), ...emptyCaveats(engine, streams.length)],
    inputs: [],
    grounds: groundsOf(
      engine,
      feeds.map(({ venue }) => venue),
      at,
    ),
    started_at: startOf(feeds.map(({ feed }) => feed)),
    venues: feeds.map(({ venue, feed, facts }) => venueOf(engine, venue, feed, facts, at)),
    ...newestGaps(
      gaps,
      streams.reduce((sum, { gaps_24h }) => sum + gaps_24h, 0),
    ),
    streams,
    raw_log:
      rawLog === null
        ? { state: 'off', bytes: 0, segment: null, lag_ms: 0, reason: 'this run keeps no log' }
        : {
            state: rawLog.state,
            bytes: rawLog.bytes,
            segment: String(rawLog.segment),
            lag_ms: Math.round(rawLog.lagMs),
            reason: rawLog.reason,
          },
    bus,
  };
}

/** For `/health`: `down` if no venue sends data, `degraded` if there is any problem. */
export function overallHealth(
  engine: MarketSource,
  at: Micros,
  rawLog: RawLogStatus | null,
  bus: BusHealth = IN_PROCESS,
): { status: 'ok' | 'degraded' | 'down'; reasons: string[] } {
  const { venues, streams, raw_log } = makeDataHealth(engine, at, rawLog, {}, bus);
  const reasons = streams
    .filter(({ state }) => state !== 'synced')
    .map(({ venue, symbol, stream, state, reason }) => `${venue}:${symbol} ${stream} is ${state}: ${reason}`);
  if (raw_log.state === 'failing') reasons.push(`the raw log is not written: ${raw_log.reason}`);
  reasons.push(...busReasons(bus));
  const lacking = venues.flatMap(({ venue, not_listed = [] }) => not_listed.map((symbol) => `${venue}:${symbol}`));
  const isNothingListed = streams.length === 0 && lacking.length > 0;
  if (isNothingListed) reasons.push(`no venue lists a symbol that is to be followed: ${lacking.join(', ')}`);
  const down = venues.length > 0 && (isNothingListed || venues.every(({ status }) => status === 'down'));
  return { status: down ? 'down' : reasons.length > 0 ? 'degraded' : 'ok', reasons };
}

/** Problems of the bus, as text. */
export function busReasons({ state, reason, lost }: BusHealth): string[] {
  const reasons = state === 'down' ? [`the bus is down: ${reason}`] : reason === null ? [] : [`the bus: ${reason}`];
  return lost > 0 ? [...reasons, `lost since the start: ${counted(lost, 'message')} of the bus`] : reasons;
}
