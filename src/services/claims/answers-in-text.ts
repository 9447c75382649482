import { isRecord, looksLikeReceipt } from '../../core/index.ts';
import { readJson, type JsonText } from './json-text.ts';

type Members = Readonly<Record<string, unknown>>;

/** One of our answers that a text quotes in full, as JSON. */
export interface QuotedAnswer extends Pick<JsonText, 'doubtful'> {
  readonly answer: Members & { readonly receipt: string };
}

export interface ReadText {
  readonly answers: readonly QuotedAnswer[];
  /** The text with these answers blanked out, so that positions stay the same. */
  readonly prose: string;
}

/** Most positions in a text that are tried as the start of an answer. */
const MOST_TRIES = 64;

/** Finds the answers that a text quotes in full: alone, in a code fence, between prose, or as the result of an MCP tool. */
export function answersIn(text: string): ReadText {
  const answers: QuotedAnswer[] = [];
  // A byte order mark is not part of the text.
  let prose = text.replace(/^\uFEFF/, ' ');
  let tries = 0;
  for (let from = prose.indexOf('{'); from >= 0 && tries < MOST_TRIES; from = prose.indexOf('{', from + 1)) {
    if (!/^\{\s*"/.test(prose.slice(from, from + 40))) continue;
    tries++;
    const end = endOfObject(prose, from);
    if (end === null) continue;
    const found = quoted(prose.slice(from, end));
    if (found === null) continue;
    answers.push(...found.answers);
    // Whatever a result says besides its answer is prose. It is appended, so that positions stay the same.
    prose = `${prose.slice(0, from)}${' '.repeat(end - from)}${prose.slice(end)}${found.rest === '' ? '' : `\n${found.rest}`}`;
    from = end - 1;
  }
  return { answers, prose: answers.length === 0 ? prose : prose.replaceAll(/^\s*```[a-z]*\s*$/gm, blank) };
}

const blank = (found: string): string => ' '.repeat(found.length);

/** Index after the closing brace of the object that opens at `from`; null if it never closes. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return null;
}

function quoted(text: string): { readonly answers: readonly QuotedAnswer[]; readonly rest: string } | null {
  const read = readJson(text);
  if (read === null || !isRecord(read.value)) return null;
  const own = asAnswer(read.value, read.doubtful);
  if (own !== null) return { answers: [own], rest: '' };
  const result = isRecord(read.value['result']) ? read.value['result'] : read.value;
  const inside = isRecord(result['structuredContent']) ? asAnswer(result['structuredContent'], read.doubtful) : null;
  const items: readonly unknown[] = Array.isArray(result['content']) ? result['content'] : [];
  const said = items.map(inContent);
  const answers = [...(inside === null ? [] : [inside]), ...said.flatMap((one) => one.answers)];
  if (answers.length === 0) return null;
  // Everything else around the answer may be a claim and is checked as prose.
  const others = without(result, [...(inside === null ? [] : ['structuredContent']), 'content'], PLAIN_RESULT);
  const around = read.value === result ? {} : without(read.value, ['result'], PLAIN_MESSAGE);
  const rest = [...said.map((one) => one.rest), textOf({ ...around, ...others })];
  return { answers, rest: rest.filter((part) => part !== '').join('\n') };
}

type Plain = Readonly<Record<string, (value: unknown) => boolean>>;

/** Members of a result, a message and an item that claim nothing about a market, if they have these values. */
const PLAIN_RESULT: Plain = { isError: (value) => value === false };
const PLAIN_MESSAGE: Plain = {
  jsonrpc: (value) => value === '2.0',
  id: (value) => Number.isInteger(value) || (typeof value === 'string' && /^[0-9a-f-]{1,36}$/.test(value)),
};
const PLAIN_ITEM: Plain = { type: (value) => value === 'text' };

function inContent(item: unknown): { readonly answers: readonly QuotedAnswer[]; readonly rest: string } {
  if (!isRecord(item) || typeof item['text'] !== 'string') return { answers: [], rest: JSON.stringify(item) };
  const { answers, rest } = quoted(item['text'].trim()) ?? { answers: [], rest: item['text'] };
  return { answers, rest: [rest, textOf(without(item, ['text'], PLAIN_ITEM))].filter((part) => part !== '').join('\n') };
}

const without = (members: Members, keys: readonly string[], plain: Plain): Members =>
  Object.fromEntries(Object.entries(members).filter(([key, value]) => !keys.includes(key) && !(plain[key]?.(value) ?? false)));

const textOf = (members: Members): string => (Object.keys(members).length === 0 ? '' : JSON.stringify(members));

const asAnswer = (value: Members, doubtful: JsonText['doubtful']): QuotedAnswer | null =>
  typeof value['receipt'] === 'string' && looksLikeReceipt(value['receipt'])
    ? { answer: value as QuotedAnswer['answer'], doubtful }
    : null;
