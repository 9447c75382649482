import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';

const TIMEOUT_MS = 10_000;
const USER_AGENT = 'tallyfoil-alerts/1';

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly lookup?: RequestOptions['lookup'];
  /** Most bytes of the response's body that are read; 0: only status and headers count. */
  readonly mostRead: number;
}

export interface Posted {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** Posts JSON. Follows no redirect, so that only the named host gets it. A text is the problem, without the address. Never throws. */
export function post(url: URL, { headers, body, signal, lookup, mostRead }: Post): Promise<Posted | string> {
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': USER_AGENT,
      ...headers,
    },
    timeout: TIMEOUT_MS,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    agent: false,
    ...(lookup === undefined ? {} : { lookup }),
  };
  return new Promise((resolve) => {
    const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const { statusCode: status = 0 } = response;
      const parts: Buffer[] = [];
      let length = 0;
      const done = () => {
        resolve({ status, retryAfter: response.headers['retry-after'], text: Buffer.concat(parts).toString('utf8') });
        response.destroy();
      };
      if (mostRead === 0) return done();
      response.on('data', (part: Buffer) => {
        length += part.length;
        if (length > mostRead) done();
        else parts.push(part);
      });
      response.on('end', done);
      response.on('error', done);
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer in ${TIMEOUT_MS / 1_000} s`)));
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'no answer in time' : (error.code ?? error.message)),
    );
    sent.end(body);
  });
}
