import type { Source, StreamKind, StreamState } from '../../core/index.ts';

/** One stream that an answer rests on. */
export interface InputState {
  venue: string;
  instrument: string;
  stream: StreamKind;
  state: StreamState;
  /** Since the last message of this stream that said something new; null before the first. */
  age_ms: number | null;
  seq: number | null;
}

/** What is null, and why. */
export interface Absence {
  /** Path of a null in the answer, or of what it is part of: `windows[1].ofi`, `windows[1]`. The longest matching path applies. */
  field: string;
  reason: string;
  /** When it is expected to be there, where that is known; concise answers omit a null. */
  ready_at?: string | null | undefined;
}

/** What every answer carries beside its own fields. */
export interface AnswerBase {
  as_of: string;
  source: Source;
  /** Only where the answer comes from a replay; `as_of` is then a time of the recording. */
  replayed?: true | undefined;
  /** The worst of the inputs. */
  state: StreamState;
  age_ms: number | null;
  /** The time the data behind the answer spans, and whether anything in it is missing. */
  coverage: { from: string | null; to: string | null; complete: boolean };
  caveats: string[];
  inputs: InputState[];
  /** Proof of the answer, for check_claim; null where no raw log has the inputs. A service gives the place in the log, the boundary seals it. */
  receipt: string | null;
}
