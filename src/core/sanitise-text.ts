/** Control characters, lone surrogates, and invisible characters: joiners, direction marks, tags, selectors, fillers. */
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/gu;
const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_LINES = /^[\n\t\x20-\x7e]*$/;

/**
 * Cleans text from outside for use in an answer or a message: one line, nothing invisible, at most `max` characters. The text
 * may still be false or malicious.
 */
export function sanitiseText(text: string, { max = 200 }: { readonly max?: number } = {}): string {
  const seen = visibleText(text.slice(0, max * 4).normalize('NFC'))
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = [...seen];
  return characters.length <= max ? seen : `${characters.slice(0, max - 1).join('')}…`;
}

/** The text on one line, without invisible characters and terminal controls. */
export const visibleText = (text: string): string => (PLAIN.test(text) ? text : text.replace(/\s/gu, ' ').replace(UNSEEN, ''));

/** Text of several lines for a terminal: keeps line feeds and tabs, removes other invisible characters and terminal controls. */
export const visibleLines = (text: string): string =>
  PLAIN_LINES.test(text)
    ? text
    : text.replace(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : ''));

/** Escapes every invisible character of a JSON text except line feeds as `\u…`: the same value, safe to print. */
export const visibleJson = (json: string): string =>
  PLAIN_LINES.test(json)
    ? json
    : json.replace(UNSEEN, (character) =>
        character === '\n' ? character : Array.from({ length: character.length }, (_, at) => escaped(character, at)).join(''),
      );

const HEX = 16;
const HEX_DIGITS = 4;
const escaped = (character: string, at: number): string =>
  `\\u${character.charCodeAt(at).toString(HEX).padStart(HEX_DIGITS, '0')}`;

/** Applies `visibleText` to all texts and names in a JSON value; returns the same object if nothing changes. */
export function visibleValue<T>(value: T): T;
export function visibleValue(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(visibleItem);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const cleaned = entries.map(([name, item]) => [visibleText(name), visibleItem(item)] as const);
  return cleaned.some(([name, item], index) => name !== entries[index]?.[0] || item !== entries[index]?.[1])
    ? Object.fromEntries(cleaned)
    : value;
}

const visibleItem = (value: unknown): unknown =>
  typeof value === 'string' || typeof value === 'object' ? visibleValue(value) : value;
