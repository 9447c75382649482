import { readJson, type JsonText } from './json-text.ts';

type Members = Readonly<Record<string, unknown>>;

/** An answer of ours that a text quotes whole, as JSON. */
export interface QuotedAnswer extends Pick<JsonText, 'doubtful'> {
  readonly answer: Members & { readonly receipt: string };
}

export interface ReadText {
  readonly answers: readonly QuotedAnswer[];
  /** The text with blanks in the place of those answers, so that places stay the same. */
  readonly prose: string;
}

/** Most places in a text where an answer is looked for. */
const MOST_TRIES = 64;

/** Finds the answers that a text quotes whole: alone, in a code fence, between prose, or as the result of an MCP tool. */
export function answersIn(text: string): ReadText {
  const answers: QuotedAnswer[] = [];
  // A byte order mark is no part of a text.
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
    // What a result says beside its answer is prose, at the end so that nothing moves.
    prose = `${prose.slice(0, from)}${' '.repeat(end - from)}${prose.slice(end)}${found.rest === '' ? '' : `\n${found.rest}`}`;
    from = end - 1;
  }
  return { answers, prose: answers.length === 0 ? prose : prose.replaceAll(/^\s*```[a-z]*\s*$/gm, blank) };
}

const blank = (found: string): string => ' '.repeat(found.length);

/** Behind the brace that closes the object which opens at `from`. */
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
  if (read === null || !isMembers(read.value)) return null;
  const own = asAnswer(read.value, read.doubtful);
  if (own !== null) return { answers: [own], rest: '' };
  const result = isMembers(read.value['result']) ? read.value['result'] : read.value;
  const inside = isMembers(result['structuredContent']) ? asAnswer(result['structuredContent'], read.doubtful) : null;
  const texts = Array.isArray(result['content'])
    ? result['content'].map((item: unknown) => (isMembers(item) ? item['text'] : null))
    : [];
  const said = texts.map((item) =>
    typeof item === 'string' ? (quoted(item.trim()) ?? { answers: [], rest: item }) : { answers: [], rest: '' },
  );
  const answers = [...(inside === null ? [] : [inside]), ...said.flatMap((one) => one.answers)];
  if (answers.length === 0) return null;
  const { structuredContent: _, content: __, _meta: ___, isError, ...said_ } = result;
  // A result that says it is an error claims something else than its answer.
  const others = isError === undefined || isError === false ? said_ : { ...said_, isError };
  const { result: ____, jsonrpc: _____, id: ______, ...around } = read.value === result ? {} : read.value;
  const more = { ...around, ...others };
  const rest = [...said.map((one) => one.rest), ...(Object.keys(more).length === 0 ? [] : [JSON.stringify(more)])];
  return { answers, rest: rest.filter((part) => part !== '').join('\n') };
}

const asAnswer = (value: Members, doubtful: JsonText['doubtful']): QuotedAnswer | null =>
  typeof value['receipt'] === 'string' && value['receipt'].startsWith('tf1:')
    ? { answer: value as QuotedAnswer['answer'], doubtful }
    : null;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
