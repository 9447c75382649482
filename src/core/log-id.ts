const LENGTH = 6;
const LOG_ID = /^\d{6}$/;

/**
 * The identity of a new raw log, chosen at random, so that receipts of two logs cannot be confused. `below(n)` returns a whole
 * number from 0 to n − 1.
 */
export const newLogId = (below: (n: number) => number): string => String(below(10 ** LENGTH)).padStart(LENGTH, '0');

/** Whether a value is an identity of a raw log. */
export const isLogId = (value: unknown): value is string => typeof value === 'string' && LOG_ID.test(value);
