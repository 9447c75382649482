import { withoutProof } from '../../../core/answer-fields.ts';
import { readBusMessage, type BusMessage } from '../../../core/bus-message.ts';
import {
  CodedError,
  fromRfc3339,
  US_PER_MS,
  US_PER_SECOND,
  type InstrumentId,
  type Micros,
  type Venue,
} from '../../../core/index.ts';
import { createSequencer, type BusEntry, type Sequenced, type SequencerState } from '../../../runtime/bus/index.ts';
import type { StoredReport } from '../answers.ts';
import type { MarketSettings } from '../settings.ts';
import { marketReport } from '../report.ts';
import { createMirror, type Mirror } from './mirror.ts';
import { storedMarket } from './stored-market.ts';

export interface StreamAnalysisOptions {
  readonly venues: ReadonlyMap<string, Venue>;
  readonly settings: MarketSettings;
  /** Violations of the published schema by a report; empty if there are none. */
  readonly check: (report: StoredReport) => readonly string[];
  /** Current time, only to measure lag; no answer depends on it. */
  readonly now: () => Micros;
}

/** A report of one instrument, ready to be stored. */
export interface StreamReport {
  readonly at: Micros;
  /** The report as JSON. */
  readonly report: string;
  /** Market row and streams of the instrument, as JSON. */
  readonly market: string;
}

/** The result of processing some entries. */
export interface StreamOutcome {
  /** The newest due report of each instrument. */
  readonly reports: ReadonlyMap<InstrumentId, StreamReport>;
  /** Entries whose effect is in the state; to be acknowledged once the state is stored. */
  readonly done: readonly string[];
  readonly bad: readonly { readonly entry: BusEntry; readonly reason: string }[];
  /** Reports that broke their schema and are not in `reports`. */
  readonly refused: readonly { readonly id: InstrumentId; readonly problems: readonly string[] }[];
  readonly interruptions: readonly string[];
  readonly processed: number;
  readonly duplicates: number;
  readonly lost: number;
  /** Milliseconds since receipt of the newest message; null if none was read. */
  readonly lagMs: number | null;
}

/** The analysis of one stream: takes entries in any order and returns reports. Synchronous, without I/O. */
export interface StreamAnalysis {
  readonly mirror: Mirror;
  take(entries: readonly BusEntry[]): StreamOutcome;
  /** State as text. */
  checkpoint(): string;
  /** Restores a newer checkpoint; false if it is not newer. Throws on text that is not a checkpoint. */
  resume(text: string): boolean;
}

/** Reports are made in the first tick of each quarter second; when far behind, of each ten seconds. */
const REPORT_EVERY_US = 250 * US_PER_MS;
const BEHIND_EVERY_US = 10 * US_PER_SECOND;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

export function createStreamAnalysis({ venues, settings, check, now }: StreamAnalysisOptions): StreamAnalysis {
  const mirror = createMirror({ venues, settings });
  const sequencer = createSequencer();
  const reported = new Map<InstrumentId, number>();

  /**
   * Quarantines a valid message that can't be processed and counts it as lost; otherwise it would end every process that reads
   * it.
   */
  const takeSafely = ({ id, message }: Extract<Sequenced, { kind: 'message' }>, outcome: Mutable<StreamOutcome>) => {
    try {
      return mirror.take(message);
    } catch (error) {
      const why = error instanceof CodedError ? `${error.code}: ${error.message}` : String(error);
      outcome.bad.push({ entry: { id, data: JSON.stringify(message) }, reason: `not_taken: ${why}` });
      outcome.interruptions.push(`a message could not be taken: ${why}`);
      mirror.interrupt('a message of the bus could not be taken');
      return [];
    }
  };

  /** Messages of another source under the same epoch are ignored. */
  const isForeign = ({ source, bus: { epoch } }: BusMessage): boolean =>
    epoch === sequencer.state.epoch && mirror.state.feeds.size > 0 && source !== mirror.source;

  const takeOne = (one: Sequenced, outcome: Mutable<StreamOutcome>, reports: Map<InstrumentId, StreamReport>): void => {
    if (one.kind === 'interrupted') {
      outcome.lost += one.lost;
      outcome.interruptions.push(one.reason);
      return mirror.interrupt(one.reason);
    }
    outcome.done.push(one.id);
    if (one.kind === 'dropped') {
      outcome.duplicates++;
      return;
    }
    outcome.processed++;
    const behind = now() - (fromRfc3339(one.message.ts_recv) ?? 0);
    outcome.lagMs = Math.max(0, behind / US_PER_MS);
    const every = behind > BEHIND_EVERY_US ? BEHIND_EVERY_US : REPORT_EVERY_US;
    // The report is made now, because the next message changes its market.
    for (const { id, at } of takeSafely(one, outcome)) {
      const period = Math.floor(at / every);
      if (reported.get(id) === period) continue;
      reported.set(id, period);
      const made = marketReport(mirror, id, at);
      const report = made && withoutProof(made);
      const problems = report === null ? ['the instrument is not followed'] : check(report);
      if (problems.length > 0) outcome.refused.push({ id, problems });
      else reports.set(id, { at, report: JSON.stringify(report), market: JSON.stringify(storedMarket(mirror, id, at)) });
    }
  };

  return {
    mirror,
    take(entries) {
      const reports = new Map<InstrumentId, StreamReport>();
      const counts = { processed: 0, duplicates: 0, lost: 0, lagMs: null };
      const outcome: Mutable<StreamOutcome> = { reports, done: [], bad: [], refused: [], interruptions: [], ...counts };
      for (const entry of entries) {
        const read = readBusMessage(entry.data ?? '');
        if (!read.ok) outcome.bad.push({ entry, reason: `${read.error.reason}: ${read.error.detail}` });
        else if (!venues.has(read.value.venue)) outcome.bad.push({ entry, reason: `unknown_venue: ${read.value.venue}` });
        else if (isForeign(read.value))
          outcome.bad.push({
            entry,
            reason: `TF_BUS_SOURCE_OTHER: a message of ${read.value.source} data in a stream of ${mirror.source} data`,
          });
        else for (const one of sequencer.take(entry.id, read.value)) takeOne(one, outcome, reports);
      }
      return outcome;
    },
    checkpoint: () => JSON.stringify({ sequencer: sequencer.state, mirror: mirror.checkpoint() }),
    resume(text) {
      const stored = JSON.parse(text) as { readonly sequencer: SequencerState; readonly mirror: string };
      const { epoch, next } = sequencer.state;
      const further = stored.sequencer.epoch > epoch || (stored.sequencer.epoch === epoch && stored.sequencer.next > next);
      if (!further) return false;
      mirror.restore(stored.mirror);
      sequencer.restore(stored.sequencer);
      reported.clear();
      return true;
    },
  };
}
