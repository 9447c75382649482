/** Longest `retry-after` that is accepted: three days, the longest ban that Binance documents. */
export const LONGEST_WAIT_MS = 3 * 86_400_000;

/** The `retry-after` header in milliseconds; null if absent or not in plain seconds. */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | null {
  const text = headers['retry-after'];
  if (text === undefined || !/^\d{1,9}$/.test(text)) return null;
  return Math.min(Number(text) * 1_000, LONGEST_WAIT_MS);
}
