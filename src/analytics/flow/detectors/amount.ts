/** A size in a note: six significant digits. */
export const amount = (value: number): string => String(Number(value.toPrecision(6)));
