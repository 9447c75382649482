export type Answer = Readonly<Record<string, unknown>>;

/** Access to the operations of the layer above, because this service has none. */
export interface AlertAsking {
  /** Runs an operation with full detail; the answer has a receipt. Throws coded errors. */
  readonly ask: (operation: string, input: Answer) => Promise<Answer>;
  /** Output schema of an operation; null if a rule can't watch it. */
  readonly outputSchema: (operation: string) => Answer | null;
  /** Operations that a rule may watch. */
  readonly operations: () => readonly string[];
}

/** A market's current mid, or why it is absent. */
export type Mid = { readonly mid: number } | { readonly mid: null; readonly reason: string };

/** Queries about a rule's market besides the operation itself. */
export interface AlertMarket {
  readonly mid: (symbol: string, venue: string) => Promise<Mid>;
  /** A value that changes when data arrive from that market; without a name, from any market. */
  readonly stamp: (symbol: string | null, venue: string | null) => unknown;
}
