import { boundedText, type HttpAnswer, type HttpRequest, type Transport } from '../../core/index.ts';
import { NET_LIMITS, type NetLimits } from './limits.ts';
import { connectSocket } from './net-socket.ts';

const USER_AGENT = 'tallyfoil';

/** Some servers refuse an empty body that declares a type. */
const typeOf = (posted: string | null): Readonly<Record<string, string>> =>
  posted === null || posted === '' ? {} : { 'content-type': 'application/json' };

async function fetchText({ url, body: posted }: HttpRequest, { requestMs, bodyBytes }: NetLimits): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: posted === null ? 'GET' : 'POST',
    body: posted === '' ? null : posted,
    headers: { 'user-agent': USER_AGENT, accept: 'application/json', ...typeOf(posted) },
    redirect: 'error',
    signal: AbortSignal.timeout(requestMs),
  });
  const body = await boundedText(response, bodyBytes);
  return { ok: true, status: response.status, headers: Object.fromEntries(response.headers), body };
}

/** Real sockets and requests, with limits on time and size. Follows no redirect, so that only the venue's host answers. */
export const createNetTransport = (limits: NetLimits = NET_LIMITS): Transport => ({
  connect: (url, headers, on) => connectSocket(url, headers, on, limits),
  request(request, done) {
    fetchText(request, limits).then(done, (error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      done({ ok: false, reason: `${error instanceof Error ? error.message : String(error)}${cause}` });
    });
  },
});

export const netTransport: Transport = createNetTransport();
