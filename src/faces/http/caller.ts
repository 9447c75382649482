import type { ServerResponse } from 'node:http';
import type { CallContext } from '../../operations/index.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Who waits for a response, and until when. Programs of this machine share an address, so there each connection is a caller. */
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
