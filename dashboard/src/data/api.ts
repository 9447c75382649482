import type { Operations, Refusal } from '../generated/api.ts';

/** The server's error, or an error created here if the server can't be reached. */
export class ApiError extends Error {
  readonly body: Refusal;
  constructor(body: Refusal) {
    super(body.message);
    this.body = body;
  }
}

const UNREACHABLE = 'unreachable';
const unreachable = (reason: string): ApiError =>
  new ApiError({
    error: UNREACHABLE,
    code: 'TF_PAGE_UNREACHABLE',
    message: `The server does not answer: ${reason}.`,
    advice: 'Check whether it is running.',
  });

export const isUnreachable = (error: unknown): boolean => error instanceof ApiError && error.body.error === UNREACHABLE;

const isRefusal = (body: unknown): body is Refusal =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body;

/** The response to a request. Throws `ApiError` if the server can't be reached or refuses. */
async function respond(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    throw unreachable(error instanceof Error ? error.message : String(error));
  }
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  throw isRefusal(body) ? new ApiError(body) : unreachable(`HTTP ${response.status}`);
}

const request = async (path: string, init: RequestInit): Promise<unknown> =>
  (await respond(path, init)).json().catch(() => null) as Promise<unknown>;

/** Why the server refuses to open a stream, which an `EventSource` does not say; null if it opens it or can't be reached. */
export async function whyRefused(path: string, timeoutMs: number): Promise<Refusal | null> {
  const ending = new AbortController();
  try {
    await respond(path, { signal: AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]) });
    return null;
  } catch (error) {
    return error instanceof ApiError && !isUnreachable(error) ? error.body : null;
  } finally {
    ending.abort();
  }
}

/** Calls an operation. Throws `ApiError`. */
export const call = <N extends keyof Operations>(name: N, input: Operations[N]['input']): Promise<Operations[N]['answer']> =>
  request(`/api/v1/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }) as Promise<Operations[N]['answer']>;

/** The problem, and the server's advice if it gives any. */
export const reasonOf = (error: unknown): string =>
  error instanceof ApiError ? `${error.body.message} ${error.body.advice}` : String(error);

/** The OpenAPI document, requested once. */
let document: Promise<unknown> | null = null;
export const openApi = (): Promise<unknown> =>
  (document ??= request('/openapi.json', {}).catch((error: unknown) => {
    document = null;
    throw error;
  }));
