/** Plain decimal text that a double holds exactly as written. */
const DECIMAL = /^-?\d{1,15}(\.\d{1,12})?$/;
const MOST_DIGITS = 15;
/** `1.000` and `63.500` are thousands in half of the world. */
const THOUSANDS = /^-?[1-9]\d{0,2}(\.\d{3})+$/;

/** The number that plain decimal text means in one way only; null for any other text. */
export function exactNumber(text: string): number | null {
  const given = text.trim();
  if (!DECIMAL.test(given) || THOUSANDS.test(given) || given.replace(/\D/g, '').length > MOST_DIGITS) return null;
  return Number(given);
}
