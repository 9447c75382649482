export type Answer = Readonly<Record<string, unknown>>;

/** What the layer above knows of operations: this service has none of its own. */
export interface AlertAsking {
  /** Runs an operation with every detail; the answer is sealed. Throws coded errors. */
  readonly ask: (operation: string, input: Answer) => Promise<Answer>;
  /** What answers of an operation look like; null where a rule may watch no operation of that name. */
  readonly outputSchema: (operation: string) => Answer | null;
  /** Operations that a rule may watch. */
  readonly operations: () => readonly string[];
}

/** A market's mid now, or why there is none. */
export type Mid = { readonly mid: number } | { readonly mid: null; readonly reason: string };

/** What a rule's market is asked for beside the operation itself. */
export interface AlertMarket {
  readonly mid: (symbol: string, venue: string) => Promise<Mid>;
  /** Something that is another when anything has come from that market; of all markets where none is named. */
  readonly stamp: (symbol: string | null, venue: string | null) => unknown;
}
