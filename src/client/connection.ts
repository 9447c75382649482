import {
  BodyTooLarge,
  boundedText,
  callerText,
  CALLER_HEADER,
  CATALOGUE_HEADER,
  CodedError,
  isRecord,
  parseBounded,
  visibleValue,
  type Caller,
} from '../core/index.ts';
import { answerNotOurs, serverUnreachable } from './errors.ts';

export interface ConnectionOptions {
  /** Where a server listens, e.g. `http://127.0.0.1:7420`. */
  readonly url: string;
  /** Longest wait for an answer, milliseconds. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** Token of the owner's lock file. Without it a server identifies a caller only by its address. */
  readonly token?: string | null;
}

export interface Request {
  readonly signal?: AbortSignal | undefined;
  readonly caller?: Caller | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly catalogue: string | null;
}

/** Bounded requests to a running server. Throws `CodedError`, including those of the server, and the signal's reason. */
export interface Connection {
  call(name: string, input: unknown, request: Request): Promise<Reply>;
  get(path: string): Promise<Reply>;
}

/** A first call may wait until a feed is synced. */
const TIMEOUT_MS = 60_000;
/** The longest answer of a server, a whole book in full detail, is under 4 MB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export function connectTo({ url, timeoutMs = TIMEOUT_MS, fetch: send = fetch, token = null }: ConnectionOptions): Connection {
  const request = async (path: string, init: RequestInit): Promise<Reply> => {
    const target = new URL(path, url);
    const { signal } = init;
    const timeout = AbortSignal.timeout(timeoutMs);
    let status = 0;
    let catalogue: string | null = null;
    let text: string;
    try {
      const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const response = await send(target, { ...init, redirect: 'error', signal: ended });
      status = response.status;
      catalogue = response.headers.get(CATALOGUE_HEADER);
      text = await boundedText(response, MAX_ANSWER_BYTES);
    } catch (error) {
      if (error instanceof BodyTooLarge) throw answerNotOurs({ url, status }, error);
      signal?.throwIfAborted();
      throw serverUnreachable({ url, reason: reasonOf(error) }, error);
    }
    const read = parseBounded(text, { maxLength: MAX_ANSWER_BYTES });
    if (!read.ok) throw answerNotOurs({ url, status });
    // Another program may answer at this address, so control characters in its text are made visible before it is printed.
    const body = visibleValue(read.value);
    if (!isRecord(body)) throw answerNotOurs({ url, status });
    return { status, body, catalogue };
  };
  return {
    async call(name, input, { signal, caller, headers }) {
      const named: Record<string, string> =
        token === null || caller === undefined ? {} : { authorization: `Bearer ${token}`, [CALLER_HEADER]: callerText(caller) };
      const reply = await request(`/api/v1/call/${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers, ...named },
        body: JSON.stringify(input),
        signal: signal ?? null,
      });
      const { status, body } = reply;
      if (status !== OK) throw errorFrom(body, status) ?? answerNotOurs({ url, status });
      return reply;
    },
    get: (path) => request(path, { method: 'GET' }),
  };
}

const OK = 200;

/** Node puts the reason for a failed connection into the `cause` of its error "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

/** The coded error in a body, as thrown on the server; null if the body has none. */
function errorFrom(body: Readonly<Record<string, unknown>>, status: number): CodedError | null {
  const { error, code, message, advice, ...facts } = body;
  if (typeof error !== 'string' || typeof code !== 'string' || typeof message !== 'string' || typeof advice !== 'string')
    return null;
  return new CodedError(code, error, status, message, advice, facts);
}
