import type { Operations, Refusal } from '../generated/api.ts';

/** The server's error, or an error created here if the server can't be reached. */
export class ApiError extends Error {
  readonly body: Refusal;
  constructor(body: Refusal) {
    super(body.message);
    this.body = body;
  }
}

const unreachable = (reason: string): ApiError =>
  new ApiError({
    error: 'unreachable',
    code: 'TF_PAGE_UNREACHABLE',
    message: `The server does not answer: ${reason}.`,
    advice: 'Check whether it is running.',
  });

const isRefusal = (body: unknown): body is Refusal =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body;

async function request(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    throw unreachable(error instanceof Error ? error.message : String(error));
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  throw isRefusal(body) ? new ApiError(body) : unreachable(`HTTP ${response.status}`);
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
