/** Limits of the HTTP face. */
export interface HttpLimits {
  /** Bytes of a body. */
  readonly bodyBytes: number;
  /** Members of objects and lists in a body, together. */
  readonly bodyItems: number;
  /** From the first byte of a request to the end of its headers, milliseconds. */
  readonly headersMs: number;
  /** From the first byte of a request to the last of its body, milliseconds. */
  readonly requestMs: number;
  /** How often the two deadlines are checked, milliseconds. */
  readonly lookMs: number;
  readonly connections: number;
}

export const HTTP_LIMITS: HttpLimits = {
  // Usual inputs have a few hundred bytes; this leaves room for lists.
  bodyBytes: 1_048_576,
  bodyItems: 10_000,
  headersMs: 5_000,
  requestMs: 10_000,
  lookMs: 1_000,
  connections: 512,
};
