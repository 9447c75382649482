import { boundedText, type HttpAnswer, type Transport } from '../../core/index.ts';
import { NET_LIMITS, type NetLimits } from './limits.ts';
import { connectSocket } from './net-socket.ts';

const USER_AGENT = 'tallyfoil';

async function fetchText(url: string, { requestMs, bodyBytes }: NetLimits): Promise<HttpAnswer> {
  const response = await fetch(url, {
    headers: { 'user-agent': USER_AGENT, accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(requestMs),
  });
  const body = await boundedText(response, bodyBytes);
  return { ok: true, status: response.status, headers: Object.fromEntries(response.headers), body };
}

/** Real sockets and requests, with limits on time and size. Follows no redirect, so that only the venue's host answers. */
export const createNetTransport = (limits: NetLimits = NET_LIMITS): Transport => ({
  connect: (url, headers, on) => connectSocket(url, headers, on, limits),
  get(url, done) {
    fetchText(url, limits).then(done, (error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      done({ ok: false, reason: `${error instanceof Error ? error.message : String(error)}${cause}` });
    });
  },
});

export const netTransport: Transport = createNetTransport();
