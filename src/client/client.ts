import { BodyTooLarge, boundedText, CodedError, isRecord, parseBounded, visibleValue } from '../core/index.ts';
import { answerNotOurs, serverUnreachable } from './errors.ts';
import type { OperationAnswer, OperationInput, OperationName } from './operations.ts';

export interface ClientOptions {
  /** Where a server listens, e.g. `http://127.0.0.1:7420`. */
  readonly url: string;
  /** Longest wait for an answer, milliseconds. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** Gives up; the server then ends its work. */
  readonly signal?: AbortSignal | undefined;
}

/** Talks to a running server over HTTP. Throws `CodedError`, the server's own among them. */
export interface Client {
  call<N extends OperationName>(name: N, input?: OperationInput<N>, options?: CallOptions): Promise<OperationAnswer<N>>;
  /** Any name of the catalogue, aliases too. */
  call(
    name: string,
    input?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** How the server is doing; answers also when it is down. */
  health(): Promise<{
    readonly status: 'ok' | 'degraded' | 'down';
    readonly reasons: readonly string[];
    readonly version: string;
  }>;
}

/** A first call may wait for a feed to be whole. */
const TIMEOUT_MS = 60_000;
/** The longest answer of a server, a whole book in full detail, is under 4 MB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** @example const report = await createClient({ url: 'http://127.0.0.1:7420' }).call('get_report', { symbol: 'BTCUSDT' }); */
export function createClient({ url, timeoutMs = TIMEOUT_MS, fetch: send = fetch }: ClientOptions): Client {
  const request = async (path: string, init: RequestInit): Promise<{ status: number; body: unknown }> => {
    const target = new URL(path, url);
    const { signal } = init;
    const timeout = AbortSignal.timeout(timeoutMs);
    let status = 0;
    let text: string;
    try {
      const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const response = await send(target, { ...init, redirect: 'error', signal: ended });
      status = response.status;
      text = await boundedText(response, MAX_ANSWER_BYTES);
    } catch (error) {
      if (error instanceof BodyTooLarge) throw answerNotOurs({ url, status }, error);
      signal?.throwIfAborted();
      throw serverUnreachable({ url, reason: reasonOf(error) }, error);
    }
    const read = parseBounded(text, { maxLength: MAX_ANSWER_BYTES });
    if (!read.ok) throw answerNotOurs({ url, status });
    // Whoever answers there need not be a Tallyfoil server: its words are made visible before anyone prints them.
    return { status, body: visibleValue(read.value) };
  };
  const call = async (
    name: string,
    input: Readonly<Record<string, unknown>> = {},
    { signal }: CallOptions = {},
  ): Promise<never> => {
    const { status, body } = await request(`/api/v1/call/${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal: signal ?? null,
    });
    if (!isRecord(body)) throw answerNotOurs({ url, status });
    if (status !== OK) throw errorFrom(body, status) ?? answerNotOurs({ url, status });
    return body as never;
  };
  return {
    call,
    health: async () => {
      const { status, body } = await request('/health', { method: 'GET' });
      if (!isRecord(body) || typeof body['status'] !== 'string' || typeof body['version'] !== 'string')
        throw answerNotOurs({ url, status });
      return body as Awaited<ReturnType<Client['health']>>;
    },
  };
}

const OK = 200;

/** Node hides why a connection failed in the cause of "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

/** The error that a body stands for, as it was thrown on the server; null when it is none of ours. */
function errorFrom(body: Readonly<Record<string, unknown>>, status: number): CodedError | null {
  const { error, code, message, advice, ...facts } = body;
  if (typeof error !== 'string' || typeof code !== 'string' || typeof message !== 'string' || typeof advice !== 'string')
    return null;
  return new CodedError(code, error, status, message, advice, facts);
}
