import { boundedText, parseBounded, visibleValue, type ErrorBody } from '../core/index.ts';
import { MAX_EVENT, readEvents } from './event-stream.ts';

/** What a follower of topics hears. */
export type Followed =
  | { readonly kind: 'message'; readonly topic: string; readonly message: Readonly<Record<string, unknown>> }
  /** A topic has nothing to tell for now. */
  | { readonly kind: 'problem'; readonly topic: string; readonly problem: ErrorBody }
  /** The question is wrong: it ends. */
  | { readonly kind: 'refused'; readonly problem: ErrorBody }
  /** The server does not answer, or stopped to; it is tried again. Told once. */
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'back' };

export interface FollowOptions {
  readonly topics: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** Where a server listens now; asked before each try. */
  readonly url: () => Promise<string>;
  readonly signal: AbortSignal;
  readonly pause: (ms: number) => Promise<void>;
  readonly fetch?: typeof fetch;
}

const RETRY_MS = 1_000;
/** The server sends a sign of life each 10 s. */
const SILENT_MS = 25_000;
const CLIENT_ERROR = 400;
const SERVER_ERROR = 500;

/** Follows topics of a running server until the signal, or a refusal: a server that is gone is looked for once a second. */
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
    throw silent.signal.aborted ? new Error(`no sign of life for ${SILENT_MS / 1_000} s`) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Throws where the server sends no JSON object of ours: it is then looked for again. */
function bodyOf(text: string): Readonly<Record<string, unknown>> {
  const read = parseBounded(text, { maxLength: MAX_EVENT });
  if (!read.ok) throw new Error(`no message of ours: ${read.error.detail}`);
  if (typeof read.value !== 'object' || read.value === null) throw new Error('no message of ours: it is no object');
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
