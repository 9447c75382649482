/** Crockford's digits: none looks like another. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 6;
const LOG_ID = new RegExp(`^[${DIGITS}]{${LENGTH}}$`);

/** The identity of a new raw log, chosen at random, so that receipts of two logs are told apart. `below(n)` gives a whole number from 0 to n − 1. */
export const newLogId = (below: (n: number) => number): string =>
  Array.from({ length: LENGTH }, () => DIGITS[below(DIGITS.length)]).join('');

/** Whether a value is an identity of a raw log. */
export const isLogId = (value: unknown): value is string => typeof value === 'string' && LOG_ID.test(value);
