import type { Setting } from '../text/settings.ts';

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|UTC|[+-]00:?00)?)?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s?(Z|UTC)?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Whether a time or date in a text equals the time of an answer, at the precision of the text. Times are UTC. */
export function isOfMoment({ what, time: given }: Setting, asOf: string, text: string): boolean {
  if (what === 'date') return isDay(text, asOf);
  const time = given ?? text;
  const iso = ISO.exec(time);
  if (iso !== null) return asOf.startsWith(iso[1] as string) && (iso[2] === undefined || isClock(iso[2], asOf));
  return isClock(time, asOf);
}

function isClock(text: string, asOf: string): boolean {
  const found = CLOCK.exec(text);
  if (found === null) return false;
  const [, hours = '', minutes = '', seconds, fraction] = found;
  const said = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0) + Number(fraction ?? 0);
  const is = Number(asOf.slice(11, 13)) * 3_600 + Number(asOf.slice(14, 16)) * 60 + Number(asOf.slice(17).replace('Z', ''));
  const step = seconds === undefined ? 60 : fraction === undefined ? 1 : 10 ** -(fraction.length - 1);
  // Minutes are truncated; seconds are truncated or rounded to the digits given.
  const early = seconds === undefined ? 0 : step / 2;
  return is - said > -early - 1e-9 && is - said < step;
}

function isDay(text: string, asOf: string): boolean {
  const words = text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  const month = words.map((word) => MONTHS.indexOf(word.slice(0, 3))).find((index) => index >= 0);
  const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number);
  const year = numbers.find((number) => number > 31);
  const day = numbers.find((number) => number <= 31);
  const [y, m, d] = asOf.slice(0, 10).split('-').map(Number);
  return month !== undefined && month + 1 === m && day === d && (year === undefined || year === y);
}
