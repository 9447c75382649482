import type { Caller } from '../core/index.ts';
import type { Detail } from './fields.ts';

/** A question on its way to the process that has the data: as it was asked, because only that process applies its defaults. */
export interface Call {
  readonly name: string;
  readonly input: unknown;
  /** What the answer says where the input doesn't choose. */
  readonly detail: Detail;
  readonly caller: Caller;
}

/** A finished answer, receipt included. */
export interface Finished {
  readonly answer: Readonly<Record<string, unknown>>;
  /** Hash of the catalogue that made it; null where its process doesn't publish one. */
  readonly catalogue: string | null;
}

/** The way to the process that has the data. Throws the coded errors of that process as they are. */
export interface Boundary {
  call(call: Call, signal?: AbortSignal): Promise<Finished>;
}
