import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import type { IncomingHttpHeaders } from 'node:http';
import { hostRefused } from './errors.ts';

/**
 * Guards a local server against foreign web pages (DNS rebinding): refuses a Host or Origin that is neither this machine, at any port, nor
 * allowed by name. Throws `TF_HTTP_HOST_REFUSED`.
 */
export function hostGuard(allowedHosts: readonly string[]): (headers: IncomingHttpHeaders) => void {
  const allowed = [...localhostAllowedHostnames(), ...allowedHosts];
  return ({ host, origin }) => {
    if (!validateHostHeader(host, allowed).ok) throw hostRefused({ header: 'Host' });
    if (!validateOriginHeader(origin, allowed).ok) throw hostRefused({ header: 'Origin' });
  };
}
