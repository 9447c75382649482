/** Whether a float has exactly the value of its written digits. */
export const isExact = (written: string, value: number): boolean => {
  const a = decimalOf(written);
  const b = Number.isFinite(value) ? decimalOf(String(value)) : null;
  return a !== null && b !== null && a.digits === b.digits && a.exponent === b.exponent && a.negative === b.negative;
};

/** Digits without leading and trailing zeros, and the power of ten of the last digit. */
function decimalOf(text: string): { digits: string; exponent: number; negative: boolean } | null {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text);
  if (found === null) return null;
  const [, sign, whole = '', fraction = '', power = '0'] = found;
  const all = `${whole}${fraction}`.replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  if (digits === '') return { digits: '', exponent: 0, negative: false };
  return { digits, exponent: Number(power) - fraction.length + (all.length - digits.length), negative: sign === '-' };
}
