import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { CALLER_HEADER, readCaller, type Caller } from '../../core/index.ts';
import { callerRefused } from './errors.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const BEARER = /^bearer +(\S+)$/i;
const MOST_AGENT = 200;

/** Programs of this machine share an address, so each connection counts as its own caller. */
function principalOf({ socket }: ServerResponse): string {
  const { remoteAddress = 'gone', remotePort = 0 } = socket ?? {};
  return LOOPBACK.test(remoteAddress) ? `${remoteAddress} ${remotePort}` : remoteAddress;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Identifies the caller: the connection, or the caller named by a process with the owner's token. Throws `caller_refused` for a named
 * caller without the token, because another server may have had this address.
 */
export function callerOf(headers: IncomingHttpHeaders, response: ServerResponse, token: string | null): Caller {
  const named = headers[CALLER_HEADER];
  if (named === undefined) {
    const agent = headers['user-agent']?.slice(0, MOST_AGENT);
    return {
      principal: principalOf(response),
      via: 'http',
      client: agent === undefined || agent === '' ? null : agent,
    };
  }
  const shown = BEARER.exec(headers.authorization ?? '')?.[1];
  if (token === null || shown === undefined || !timingSafeEqual(digest(shown), digest(token))) throw callerRefused({});
  const caller = typeof named === 'string' ? readCaller(named) : null;
  if (caller === null) throw callerRefused({});
  return caller;
}

/** Aborts when the connection closes before the answer was sent. */
export function leavingOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) leaving.abort();
  });
  return leaving.signal;
}
