import {
  dataRow,
  latestKey,
  STREAMS,
  toRfc3339,
  type DataEvent,
  type DataKind,
  type Micros,
  type PrintsKind,
  type StreamKind,
} from '../../core/index.ts';
import { wireValues } from '../../core/data-envelope.ts';
import { carrierOf, clockFrame } from '../../runtime/feed/index.ts';
import type { Absence, LatestAnswer } from './answers.ts';
import { isMany, SHOWN_KINDS, type LatestValue } from './answers/latest.ts';
import { BLIND_US, whySilent } from './blindness.ts';
import { rowCaveats } from './latest-row.ts';
import { absent, ageMs, answerBase, spanOf, type BaseReading, type Reading } from './reading.ts';
import { standing, streamsIn } from './standing.ts';
import { throttleCaveat } from './throttled.ts';

/** The newest values of streams whose numbers are as received; of event streams the newest `prints` events. */
export const makeLatest = (reading: Reading, prints: number): LatestAnswer =>
  latestOf(reading, { tier: 'followed', prints, caveats: [], whyNone });

/** The newest values of a market that is not followed. */
export const makeRowLatest = (reading: BaseReading): LatestAnswer =>
  latestOf(reading, { tier: 'latest', prints: 0, caveats: rowCaveats(reading), whyNone: whyNotInRow });

interface LatestOptions {
  readonly tier: LatestAnswer['tier'];
  readonly prints: number;
  readonly caveats: readonly string[];
  readonly whyNone: (reading: BaseReading, kind: DataKind) => string;
}

function latestOf(reading: BaseReading, { tier, prints, caveats, whyNone }: LatestOptions): LatestAnswer {
  const { market, symbol } = reading;
  const base = symbol.instrument?.base ?? null;
  const held = SHOWN_KINDS.filter((kind) => symbol.streams[kind] !== undefined);
  const found = new Map(SHOWN_KINDS.map((kind) => [kind, eventsOf(reading, kind, prints)]));
  const lists = new Map(Array.from(found, ([kind, some]) => [kind, some && valuesOf(reading, kind, some)]));
  const times = [...lists.values()].flatMap((some) => some?.map(({ at }) => at) ?? []);
  const silences = silencesOf(reading, held);
  const drops = held.flatMap((kind) =>
    found.get(kind) === null ? [] : (throttleCaveat(reading, kind, `some ${kind}s may be missing`) ?? []),
  );
  const isWhole =
    silences.length === 0 &&
    drops.length === 0 &&
    held.every((kind) => symbol.streams[kind]?.state === 'synced' && found.get(kind) !== null);
  return {
    ...answerBase(reading, {
      // Without such streams, the answer's state is that of the market's other streams.
      streams: held.length > 0 ? held : streamsIn(symbol).map(([kind]) => kind),
      coverage: times.length === 0 ? spanOf(null, null, false) : spanOf(Math.min(...times), Math.max(...times), isWhole),
      caveats: [...caveats, ...(held.length > 0 ? silences : [NONE_OF_THEM]), ...drops],
    }),
    symbol: market.symbol,
    venue: market.venue,
    tier,
    base_asset: base,
    ...Object.fromEntries(Array.from(lists, ([kind, some]) => [kind, shown(kind, some)])),
    absent: [
      ...(base === null ? [absent('base_asset', tier === 'latest' ? NOT_DEFINED : "the venue's definition has not come")] : []),
      ...(times.length === 0 ? [absent('coverage', 'no value has been received')] : []),
      ...[...lists].flatMap(([kind, some]) =>
        some === null ? [absent(kind, whyNone(reading, kind))] : nullsOf(reading, kind, some),
      ),
    ],
  };
}

/**
 * For each reason, the streams whose newest messages may be missing because their connection is silent. Polled streams have
 * no connection; their state shows a missed answer.
 */
function silencesOf({ symbol, at }: BaseReading, kinds: readonly StreamKind[]): readonly string[] {
  const byReason = new Map<string, StreamKind[]>();
  for (const kind of kinds) {
    const reason = carrierOf(symbol, kind) === undefined ? null : whySilent(symbol, kind, at, BLIND_US);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), kind]);
  }
  return Array.from(byReason, ([reason, silent]) => `Newer values of ${silent.join(', ')} may be missing: ${reason}.`);
}

const NOT_DEFINED = 'the definition of a market that is not followed is not read';

const NONE_OF_THEM =
  'This market has none of the streams that this answer shows: state, age and inputs are those of its other streams.';

/** The reason for each null field of a kind's values; which fields can be null is known from the kind's row. */
function nullsOf(reading: BaseReading, kind: DataKind, values: readonly Timed[]): Absence[] {
  const fields = dataRow(kind).fields.filter(({ orNull }) => orNull);
  return values.flatMap(({ value }, i) =>
    fields
      .filter(({ wire }) => value[wire] === null)
      .map(({ wire }) =>
        absent(`${kind}${isMany(kind) ? `[${i}]` : ''}.${wire}`, `the venue's message has no ${wire}${elsewhere(reading, wire)}`),
      ),
  );
}

/** Where else the venue states a missing field. */
const elsewhere = ({ engine, market }: BaseReading, wire: string): string =>
  wire === 'interval_hours' && engine.venue(market.venue).callerQuestions?.funding_history !== undefined
    ? '; get_funding_history has that of past settlements'
    : '';

const isPrint = (kind: DataKind): kind is PrintsKind => STREAMS[kind].handler === 'prints';

/**
 * Stored events of a kind, newest first; null if there are none. An empty list means that a synced event stream had no event.
 */
function eventsOf({ market: { received }, symbol }: BaseReading, kind: DataKind, prints: number): readonly DataEvent[] | null {
  const status = symbol.streams[kind];
  if (status === undefined) return null;
  if (isPrint(kind)) {
    const kept = (received.prints.get(kind) ?? []).slice(-prints).toReversed();
    return kept.length === 0 && status.state !== 'synced' && status.state !== 'stale' ? null : kept;
  }
  const values = [...received.latest.values()].filter(({ type }) => type === kind);
  if (values.length === 0) return null;
  return values.toSorted((a, b) => (latestKey(kind, a) < latestKey(kind, b) ? -1 : 1));
}

function shown(kind: DataKind, some: readonly Timed[] | null): LatestValue | readonly LatestValue[] | null {
  if (some === null) return null;
  const values = some.map(({ value }) => value);
  return isMany(kind) ? values : (values[0] ?? null);
}

/** A value, and its time on our clock. */
interface Timed {
  readonly value: LatestValue;
  readonly at: Micros;
}

/**
 * Values with their ages. As in `inputs`, an age counts from the message's own time on our clock. If the venue states no time, or
 * a later one, it counts from the receipt. The newest value has the time of its stream.
 */
function valuesOf({ symbol, feed, at }: BaseReading, kind: DataKind, events: readonly DataEvent[]): readonly Timed[] {
  const { offset, skew } = clockFrame(feed.clock);
  const status = symbol.streams[kind];
  const times = events.map(({ tsEvent, tsRecv }) => (tsEvent === tsRecv ? tsRecv : Math.min(tsRecv, tsEvent + skew + offset)));
  const newest = times.indexOf(Math.max(...times));
  const heard = times.map((time, i) => (i === newest ? (status?.lastAt ?? time) : time));
  return events.map((event, i) => {
    const own = heard[i] ?? event.tsRecv;
    const base = { venue_time: timeOf(event.tsEvent), age_ms: ageMs(own, at), state: status?.state ?? 'down' };
    return { at: own, value: { ...wireValues(event.type, event), ...base } };
  });
}

const timeOf = (at: Micros): string => toRfc3339(Math.max(0, Math.round(at)));

/** Why a kind has no value. A synced stream without one has sent nothing since this state began. */
const whyNone = ({ symbol }: Pick<BaseReading, 'symbol'>, kind: DataKind): string =>
  symbol.streams[kind]?.state === 'synced' ? `no ${kind} has been received since the start` : standing(symbol, kind);

const whyNotInRow = ({ symbol }: BaseReading, kind: DataKind): string =>
  symbol.streams[kind] === undefined ? `no ${kind} comes of a market that is not followed` : whyNone({ symbol }, kind);
