/** Why a cell that contains a number is none, and what to do. */
export interface WhyNoNumber {
  readonly problem: string;
  readonly how: string;
}

const PLAIN = 'Write plain numbers, all in one unit.';
const NUMBER = String.raw`[-+−]?(?:\d[\d.,'’\u00A0\u202F ]*|[.,]\d+)`;
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const WHOLE: readonly (readonly [RegExp, string, string])[] = [
  [/^0x[\da-f]+$/i, 'is hexadecimal', 'Write decimal numbers.'],
  [/^[-+]?[\d.]+d[-+]\d+$/i, 'has an exponent in the form of Fortran', 'Write the exponent as E+02.'],
  [/^[-+−]?\d+:[0-5]\d(?::[0-5]\d)?(?:[.,]\d+)?$/, 'is a duration or a clock', 'Write durations as numbers of one unit.'],
  [
    /^[-+−]?(?:\d+[\s-])?\d{1,3}\s?[/⁄]\s?\d{1,3}$|^[-+−]?\d*\s?[¼½¾⅐-⅞]$/,
    'is a fraction or a pair',
    'Write one decimal number.',
  ],
  [/^\d+[-'’]\d{2}[+\d]?$/, 'is a pair of numbers, or a price in parts of 32', 'Write one decimal number.'],
  [/^[^\d\s]{0,3}\s?[\d.,'’\s]+[-−]$/, 'has its minus at the end', 'Write the minus in front.'],
  [
    new RegExp(`^(?:[~≈≃∼±<>≤≥]|ca\\.?|c\\.|approx\\.?|about)=?\\s?${NUMBER}$`, 'i'),
    'is a bound or an approximate number',
    PLAIN,
  ],
  [new RegExp(`^${NUMBER}\\s?±\\s?${NUMBER}$`), 'has its uncertainty beside it', PLAIN],
  [
    new RegExp(`^[-+−]?\\s?(?:[a-z]{0,3}\\p{Sc}|rs\\.?|kr\\.?|zł|fr\\.|lei|rm)\\s?${NUMBER}$`, 'iu'),
    'has a currency in front',
    PLAIN,
  ],
  [new RegExp(`^${NUMBER}\\s?(?:[*†‡]+|\\(\\w{1,3}\\)|\\[\\w{1,3}\\])$`, 'u'), 'has a mark behind the number', PLAIN],
  // A unit has no digits but raised ones. Ordinals such as 1st and addresses are labels.
  [new RegExp(`^${NUMBER}(?!(?:st|nd|rd|th)$)[\\p{L}°µμ%‰/"″′'][^\\s\\d]{0,11}$`, 'iu'), 'has a unit or a multiplier', PLAIN],
  [new RegExp(`^${NUMBER}[\\p{L}°µμ][^\\s\\d]{0,5}\\s(?:[\\p{L}/][^\\s\\d]{0,3})$`, 'iu'), 'has a unit or a multiplier', PLAIN],
];

/** Why a cell is no plain number although it holds one; null for other text, such as a label or a code. */
export function whyNoNumber(cell: string): WhyNoNumber | null {
  const text = cell.trim();
  if (text.length > 40 || !/[\d¼½¾⅐-⅞]/.test(text)) return null;
  const known = WHOLE.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return { problem: known[1], how: known[2] };
  const [code = ''] = /^[A-Z]{3}(?=\s?[-+−]?\d[\d.,'’\s]*$)/i.exec(text) ?? [];
  return CURRENCIES.has(code.toUpperCase()) ? { problem: 'has a currency in front', how: PLAIN } : null;
}
