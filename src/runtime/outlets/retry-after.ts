const MS = 1_000;
const SECONDS = /^\d{1,9}$/;
/** IMF-fixdate, the one form that servers may send (RFC 9110, 5.6.7). */
const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** A `Retry-After` header in milliseconds from now, 0 for a past date; null if absent or neither seconds nor a date. */
export function retryAfterMs(header: string | undefined, nowSeconds: number): number | null {
  if (header === undefined) return null;
  if (SECONDS.test(header)) return Number(header) * MS;
  const at = DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowSeconds * MS);
}
