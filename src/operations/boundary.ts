import type { Caller } from '../core/index.ts';
import type { Detail } from './fields.ts';

/** A call forwarded to the process that has the data. It is unchanged, because only that process applies the defaults. */
export interface Call {
  readonly name: string;
  readonly input: unknown;
  /** Default of `detail` for this call. */
  readonly detail: Detail;
  readonly caller: Caller;
}

/** A finished answer, receipt included. */
export interface Finished {
  readonly answer: Readonly<Record<string, unknown>>;
  /** Hash of the catalogue that made the answer; null if its process publishes none. */
  readonly catalogue: string | null;
}

/** Forwards calls to the process that has the data. Throws the coded errors of that process unchanged. */
export interface Boundary {
  call(call: Call, signal?: AbortSignal): Promise<Finished>;
}
