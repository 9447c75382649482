import { boundedText, parseBounded, visibleValue, type ErrorBody } from '../core/index.ts';
import { MAX_EVENT, readEvents } from './event-stream.ts';

/** Events of a followed topic. */
export type Followed =
  | { readonly kind: 'message'; readonly topic: string; readonly message: Readonly<Record<string, unknown>> }
  /** A topic has no messages for now. */
  | { readonly kind: 'problem'; readonly topic: string; readonly problem: ErrorBody }
  /** The request is invalid, so the stream ends. */
  | { readonly kind: 'refused'; readonly problem: ErrorBody }
  /** The server does not answer any more; retries follow. Reported once. */
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'back' };

export interface FollowOptions {
  readonly topics: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** The server's present URL; called before each try. */
  readonly url: () => Promise<string>;
  readonly signal: AbortSignal;
  readonly pause: (ms: number) => Promise<void>;
  readonly fetch?: typeof fetch;
}

const RETRY_MS = 1_000;
/** The server sends a heartbeat each 10 s. */
const SILENT_MS = 25_000;
const CLIENT_ERROR = 400;
const SERVER_ERROR = 500;

/** Follows topics of a running server until the signal or a refusal. A server that disappeared is retried once a second. */
export async function* followTopics(options: FollowOptions): AsyncGenerator<Followed, void> {
  const { signal, pause } = options;
  let gone = '';
  while (!signal.aborted) {
    let reason = 'the server ended the stream';
    try {
      for await (const heard of once(options)) {
        if (gone !== '') yield { kind: 'back' };
        gone = '';
        yield heard;
        if (heard.kind === 'refused') return;
      }
    } catch (error) {
      reason = reasonOf(error);
    }
    if (signal.aborted) return;
    if (gone === '') yield { kind: 'gone', reason };
    gone = reason;
    await pause(RETRY_MS);
  }
}

async function* once({ topics, query, url, signal, fetch: send = fetch }: FollowOptions): AsyncGenerator<Followed, void> {
  const target = new URL(`/api/v1/stream/${topics.map(encodeURIComponent).join(',')}`, await url());
  target.search = new URLSearchParams(query).toString();
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENT_MS);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), SILENT_MS);
  };
  try {
    const response = await send(target, { signal: AbortSignal.any([signal, silent.signal]), redirect: 'error' });
    if (response.status >= CLIENT_ERROR && response.status < SERVER_ERROR) {
      yield { kind: 'refused', problem: bodyOf(await boundedText(response, MAX_EVENT)) as ErrorBody };
      return;
    }
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    for await (const { event, data } of readEvents(texts(response.body, alive))) {
      const body = bodyOf(data);
      if (event === 'refused') yield { kind: 'refused', problem: body as ErrorBody };
      else if (event === 'problem') yield { kind: 'problem', topic: String(body['topic']), problem: body as ErrorBody };
      else yield { kind: 'message', topic: event, message: body };
    }
  } catch (error) {
    throw silent.signal.aborted ? new Error(`no heartbeat for ${SILENT_MS / 1_000} s`) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Throws if a message is not a valid JSON object; the connection is then retried. */
function bodyOf(text: string): Readonly<Record<string, unknown>> {
  const read = parseBounded(text, { maxLength: MAX_EVENT });
  if (!read.ok) throw new Error(`not a Tallyfoil message: ${read.error.detail}`);
  if (typeof read.value !== 'object' || read.value === null) throw new Error('not a Tallyfoil message: it is not an object');
  return visibleValue(read.value) as Readonly<Record<string, unknown>>;
}

async function* texts(body: ReadableStream<Uint8Array>, alive: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    alive();
    yield decoder.decode(bytes, { stream: true });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message;
}
