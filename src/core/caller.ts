import { isRecord } from './is-record.ts';
import { parseBounded } from './bounded-json.ts';
import { visibleText } from './sanitise-text.ts';

/** Ways by which a question comes: MCP over stdio, HTTP (MCP included), a command, or a task of the server itself. */
export const VIAS = ['stdio', 'http', 'cli', 'job'] as const;
export type Via = (typeof VIAS)[number];

/** Who asks. */
export interface Caller {
  /** Callers whose work waits take turns by it: an address, a session, a process. */
  readonly principal: string;
  readonly via: Via;
  /** The program behind it, as it names itself; null where it doesn't. Never proof of anything. */
  readonly client: string | null;
}

const MOST = 200;
const MOST_TEXT = 2_000;

const isVia = (value: unknown): value is Via => VIAS.some((via) => via === value);
const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= MOST;

/** A caller as the value of a header: JSON in ASCII. */
export const callerText = ({ principal, via, client }: Caller): string =>
  JSON.stringify({
    principal: principal.slice(0, MOST),
    via,
    client: client === null || client === '' ? null : client.slice(0, MOST),
  }).replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The caller that a text stands for; null where it stands for nothing. */
export function readCaller(text: string): Caller | null {
  const read = parseBounded(text, { maxLength: MOST_TEXT, maxDepth: 1 });
  if (!read.ok || !isRecord(read.value)) return null;
  const { principal, via, client } = read.value;
  if (!isName(principal) || !isVia(via) || !(client === null || isName(client))) return null;
  return { principal: visibleText(principal), via, client: client === null ? null : visibleText(client) };
}

/** Headers of a forwarded call: who asks (believed only with the owner's token as bearer), and how much the answer says. */
export const CALLER_HEADER = 'tallyfoil-caller';
export const DETAIL_HEADER = 'tallyfoil-detail';
/** Header of an answer: hash of the catalogue that made it. */
export const CATALOGUE_HEADER = 'tallyfoil-catalogue';
