/** A value or a named refusal. For code that reads data and must never throw. */
export type Result<T, R = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: R };

/** Why input was refused. */
export interface Refusal {
  /** Short and stable, for counters: `bad_json`, `missing_field`. */
  readonly reason: string;
  /** The specifics: which field, which text. */
  readonly detail: string;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const refuse = (reason: string, detail: string): Result<never> => ({ ok: false, error: { reason, detail } });
