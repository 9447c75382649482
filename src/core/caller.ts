import { isRecord } from './is-record.ts';
import { parseBounded } from './bounded-json.ts';
import { visibleText } from './sanitise-text.ts';

/** How a call arrives: MCP over stdio, HTTP (MCP included), a command, or a task of the server itself. */
export const VIAS = ['stdio', 'http', 'cli', 'job'] as const;
export type Via = (typeof VIAS)[number];

/** Who calls an operation. */
export interface Caller {
  /** Waiting work takes turns by principal: an address, a session or a process. */
  readonly principal: string;
  readonly via: Via;
  /** The client program, as it names itself; null if it doesn't. Not verified. */
  readonly client: string | null;
}

const MOST = 200;
const MOST_TEXT = 2_000;

const isVia = (value: unknown): value is Via => VIAS.some((via) => via === value);
const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= MOST;

/** A caller as a header value: JSON in ASCII. */
export const callerText = ({ principal, via, client }: Caller): string =>
  JSON.stringify({
    principal: principal.slice(0, MOST),
    via,
    client: client === null || client === '' ? null : client.slice(0, MOST),
  }).replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Parses the text of `callerText`; null if it is invalid. */
export function readCaller(text: string): Caller | null {
  const read = parseBounded(text, { maxLength: MOST_TEXT, maxDepth: 1 });
  if (!read.ok || !isRecord(read.value)) return null;
  const { principal, via, client } = read.value;
  if (!isName(principal) || !isVia(via) || !(client === null || isName(client))) return null;
  return { principal: visibleText(principal), via, client: client === null ? null : visibleText(client) };
}

/** Headers of a forwarded call: the caller (trusted only with the owner's token as bearer), and the answer's level of detail. */
export const CALLER_HEADER = 'tallyfoil-caller';
export const DETAIL_HEADER = 'tallyfoil-detail';
/** Response header: hash of the catalogue behind the answer. */
export const CATALOGUE_HEADER = 'tallyfoil-catalogue';
