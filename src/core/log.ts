type Fields = Readonly<Record<string, unknown>>;

/** Structured log; stderr in the product, a list in tests. A fact is logged once, with its fields. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

const nothing = () => {};

/** Discards everything. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
