/** A value or a named refusal; for data, which must never throw. */
export type Result<T, R = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: R };

/** Why a piece of input was not taken. */
export interface Refusal {
  /** Short and stable, for counters: `bad_json`, `missing_field`. */
  readonly reason: string;
  /** What exactly: the field, the text. */
  readonly detail: string;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const refuse = (reason: string, detail: string): Result<never> => ({ ok: false, error: { reason, detail } });
