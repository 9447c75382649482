import type { InstrumentId, Micros, Source } from '../../core/index.ts';
import type { Aftermath } from './after.ts';
import type { RuleSpec } from './answers.ts';

/** Last value of a rule, stored every few seconds. */
export interface LastSeen {
  readonly value: number | string | null;
  readonly at: Micros | null;
  readonly heldReason: string | null;
}

export interface StoredRule {
  readonly id: string;
  readonly spec: RuleSpec;
  readonly createdAt: Micros;
  readonly notified: string | null;
  readonly fired: number;
  readonly firedAt: Micros | null;
  readonly evaluated: number;
  readonly held: number;
  readonly last: LastSeen;
}

/** A stored statement about a market, and how the market moved afterwards. */
export interface LedgerRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly at: Micros;
  /** venue:symbol; null if it is not about a single market. */
  readonly instrument: InstrumentId | null;
  readonly source: Source;
  readonly expects: 'up' | 'down' | null;
  readonly text: string;
  readonly receipt: string | null;
  /** Mid at the time of the entry; null if unknown. */
  readonly mid: number | null;
  readonly after: Aftermath;
}

/** Delivery of one firing to one outlet. The id is the same at every attempt, so that a receiver can drop duplicates. */
export interface Delivery {
  /** Its row number in the table. */
  readonly place: number;
  readonly id: string;
  readonly outlet: string;
  readonly body: string;
  readonly createdAt: Micros;
  readonly attempts: number;
}
