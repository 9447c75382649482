/** Control characters, halves of surrogate pairs, and all that leaves no mark: joiners, direction marks, tags, selectors, fillers. */
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/gu;

/**
 * Text that came from outside, made fit to stand in an answer or a message: one line, nothing invisible, at most `max`
 * characters. It says nothing about whether the text is true or kind.
 */
export function sanitiseText(text: string, { max = 200 }: { readonly max?: number } = {}): string {
  const seen = text
    .slice(0, max * 4)
    .normalize('NFC')
    .replace(/\s/gu, ' ')
    .replace(UNSEEN, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = [...seen];
  return characters.length <= max ? seen : `${characters.slice(0, max - 1).join('')}…`;
}
