import type { InstrumentId, Micros, Source } from '../../core/index.ts';
import type { Aftermath } from './after.ts';
import type { RuleSpec } from './answers.ts';

/** What a rule has seen last, kept every few seconds. */
export interface LastSeen {
  readonly value: number | string | null;
  readonly at: Micros | null;
  readonly heldReason: string | null;
}

export interface StoredRule {
  readonly id: string;
  readonly spec: RuleSpec;
  readonly createdAt: Micros;
  readonly told: string | null;
  readonly fired: number;
  readonly firedAt: Micros | null;
  readonly evaluated: number;
  readonly held: number;
  readonly last: LastSeen;
}

/** What was said about a market, as it is kept, and what the market did after. */
export interface LedgerRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly at: Micros;
  /** venue:symbol; null where it is about no one market. */
  readonly instrument: InstrumentId | null;
  readonly source: Source;
  readonly expects: 'up' | 'down' | null;
  readonly text: string;
  readonly receipt: string | null;
  /** Mid when it was said; null where none was known. */
  readonly mid: number | null;
  readonly after: Aftermath;
}

/** One firing on its way to one outlet. The id is the same at every try, so that a receiver can drop what it has. */
export interface Delivery {
  /** Where the table has it. */
  readonly place: number;
  readonly id: string;
  readonly outlet: string;
  readonly body: string;
  readonly createdAt: Micros;
  readonly attempts: number;
}
