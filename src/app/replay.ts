import { toEnvelope } from '../core/envelope.ts';
import {
  type InstrumentId,
  instrumentId,
  toRfc3339,
  US_PER_MS,
  US_PER_SECOND,
  type Clock,
  type MarketEvent,
  type Micros,
  type Source,
} from '../core/index.ts';
import { downtimeBetween, type Downtime } from '../runtime/raw-log/index.ts';
import type { Effect, Input } from '../runtime/feed/index.ts';
import type { RecordedInput } from '../recordings/index.ts';
import { unplayable, type Engine } from '../services/market/index.ts';
import { sealedReport } from './sealed-report.ts';

export type EmitKind = 'events' | 'quotes' | 'reports';

export interface ReplayOptions {
  readonly engine: Engine;
  readonly inputs: AsyncIterable<RecordedInput>;
  /** `made` if the inputs contain no ticks, so that ticks must be added between them. */
  readonly ticks: 'made' | 'recorded';
  /** Multiple of the recorded speed; null: as fast as possible. */
  readonly speed: number | null;
  readonly emit: EmitKind | null;
  readonly clock: Clock;
  readonly write: (line: string) => void | Promise<void>;
}

export interface ReplaySummary {
  /** Source of the recorded data. */
  readonly source: Source;
  readonly replayed?: true;
  readonly inputs: number;
  readonly events: number;
  readonly gaps: number;
  /** Time between the sessions of a raw log, oldest first. */
  readonly downtime: readonly Downtime[];
  readonly quarantined: number;
  readonly from: Micros | null;
  readonly to: Micros | null;
}

type Label = Pick<ReplaySummary, 'source' | 'replayed'>;

const TICK_US = 100 * US_PER_MS;
/** No window of a market is longer than an hour, so a longer silence is skipped to the next input. */
export const LONGEST_SILENCE_US = 3_600 * US_PER_SECOND;

/** A report is emitted once a second, at the second's first tick. */
const secondOf = (at: Micros): number => Math.floor(at / US_PER_SECOND);

/** The touch after a depth update, in the form of `--emit quotes`; null for other events. */
function quoteLine(event: MarketEvent, label: Label): string | null {
  if (event.type !== 'book_delta' || event.touch === null) return null;
  const { bid, bidSize, ask, askSize } = event.touch;
  const { venue, symbol, seq, tsEvent } = event;
  return JSON.stringify({
    venue,
    symbol,
    seq,
    bid: [bid, bidSize],
    ask: [ask, askSize],
    ts_event: toRfc3339(tsEvent),
    ...label,
  });
}

const eventLine = (event: MarketEvent, { source, replayed }: Label): string =>
  JSON.stringify(toEnvelope(event, source, replayed));

/** Applies an input. Throws TF_LOG_UNPLAYABLE if no feed of this version could have received it. */
export function takeInput(engine: Engine, { input, position }: RecordedInput): readonly Effect[] {
  try {
    return engine.apply(input, position);
  } catch (error) {
    throw unplayable(error, `${input.kind} at ${toRfc3339(input.at)} can't be taken`);
  }
}

/** Throws TF_LOG_UNPLAYABLE if a checkpoint restored an invalid state. */
function reportOf(engine: Engine, id: InstrumentId, at: Micros): Readonly<Record<string, unknown>> | null {
  try {
    return sealedReport(engine, id, at);
  } catch (error) {
    throw unplayable(error, `${id} can't be reported`);
  }
}

/** Runs recorded inputs through the engine of live data. */
export async function replay({ engine, inputs, ticks, speed, emit, clock, write }: ReplayOptions): Promise<ReplaySummary> {
  const label = { source: engine.source, ...(engine.replayed ? { replayed: engine.replayed } : {}) };
  const counts = { inputs: 0, events: 0, gaps: 0, quarantined: 0 };
  let from: Micros | null = null;
  let to: Micros | null = null;
  const downtime: Downtime[] = [];
  let session: number | null = null;
  let nextTick = 0;
  /** Skipped time, for which the replay does not wait. */
  let skipped = 0;
  const startedAt = clock.now();

  const take = async ({ input, position }: RecordedInput): Promise<void> => {
    const reported = secondOf(engine.state.ticked);
    for (const effect of takeInput(engine, { input, position })) await emitEffect(effect);
    if (emit === 'reports' && secondOf(engine.state.ticked) > reported) await reportAll(input.at);
  };

  const emitEffect = async (effect: Effect): Promise<void> => {
    if (effect.kind === 'quarantine') counts.quarantined++;
    if (effect.kind !== 'event') return;
    counts.events++;
    if (effect.event.type === 'feed_state' && effect.event.state === 'gap') counts.gaps++;
    const line = emit === 'events' ? eventLine(effect.event, label) : emit === 'quotes' ? quoteLine(effect.event, label) : null;
    if (line !== null) await write(line);
  };

  const reportAll = async (at: Micros): Promise<void> => {
    for (const [venue, feed] of engine.state.feeds)
      for (const symbol of feed.symbols.keys()) await write(JSON.stringify(reportOf(engine, instrumentId(venue, symbol), at)));
  };

  /** Ticks up to an input: ten a second for at most one window after the previous input, and the last tick. */
  const passTo = async ({ venue, at }: Input, since: Micros): Promise<void> => {
    if (nextTick === 0) nextTick = (Math.floor(at / TICK_US) + 1) * TICK_US;
    const last = Math.floor(at / TICK_US) * TICK_US;
    for (; nextTick <= last; nextTick += TICK_US) {
      if (nextTick > since + LONGEST_SILENCE_US) nextTick = last;
      await take({ input: { kind: 'tick', venue, at: nextTick }, position: null });
    }
  };

  const noteDowntime = (before: Micros, { input, position }: RecordedInput): void => {
    const pause =
      session === null || position === null || position.session === session ? null : downtimeBetween(before, input.at);
    if (pause !== null) downtime.push(pause);
    session = position?.session ?? session;
  };

  for await (const recorded of inputs) {
    const { input } = recorded;
    from ??= input.at;
    noteDowntime(to ?? input.at, recorded);
    const silence = input.at - (to ?? input.at);
    if (silence > LONGEST_SILENCE_US) skipped += silence - LONGEST_SILENCE_US;
    if (ticks === 'made' && input.kind !== 'start') await passTo(input, to ?? input.at);
    to = input.at;
    counts.inputs++;
    if (speed !== null) await keepPace(clock, startedAt + (input.at - from - skipped) / speed);
    await take(recorded);
  }
  return { ...label, ...counts, downtime, from, to };
}

const keepPace = (clock: Clock, due: Micros): Promise<void> | undefined => {
  const wait = (due - clock.now()) / US_PER_MS;
  return wait > 1 ? new Promise((resolve) => clock.after(wait, resolve)) : undefined;
};
