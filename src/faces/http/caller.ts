import type { ServerResponse } from 'node:http';
import type { CallContext } from '../../operations/index.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** The caller of a request, and the signal of its going. Programs of this machine share an address, so each of their connections is a caller. */
export function callerOf(response: ServerResponse): Pick<CallContext, 'signal' | 'caller'> {
  const leaving = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) leaving.abort();
  });
  const { remoteAddress = 'gone', remotePort = 0 } = response.socket ?? {};
  return {
    signal: leaving.signal,
    caller: LOOPBACK.test(remoteAddress) ? `${remoteAddress} ${remotePort}` : remoteAddress,
  };
}
