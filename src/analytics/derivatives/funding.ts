const HOUR_US = 3_600_000_000;
const HOURS_A_YEAR = 8_760;
/** Venues settle some milliseconds after the full hour. */
const TOLERANCE_US = 60_000_000;
/** The longest settlement interval of venues; a longer time between two settlements is a gap. */
const LONGEST_HOURS = 24;

/**
 * Hours between two settlements of funding (times in µs since the epoch), a whole number from 1 to 24. Null if the distance
 * is more than a minute from full hours, or longer than 24 hours.
 */
export function fundingIntervalHours(before: number, at: number): number | null {
  const hours = Math.round((at - before) / HOUR_US);
  const isWhole = Math.abs(at - before - hours * HOUR_US) <= TOLERANCE_US;
  return isWhole && hours >= 1 && hours <= LONGEST_HOURS ? hours : null;
}

/**
 * Funding rate per year without compounding, percent: rate × 8760 / h × 100, where h is the contract's own interval in
 * hours. 0.01 % each 8 h is 10.95 %; 0.00125 % each hour is the same. Source: definition.
 */
export const fundingAprPercent = (rate: number, intervalHours: number): number =>
  Number(((rate * HOURS_A_YEAR * 100) / intervalHours).toPrecision(15));
