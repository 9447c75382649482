import { WebSocket } from 'ws';
import type { HttpAnswer, Socket, SocketEvents, Transport } from '../../core/index.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** The largest frame taken; a 5,000-level snapshot is under 1 MB. */
const FRAME_BYTES_MOST = 32 * 1024 * 1024;
const BODY_BYTES_MOST = 64 * 1024 * 1024;
const USER_AGENT = 'tallyfoil';

function connect(url: string, headers: Readonly<Record<string, string>>, on: SocketEvents): Socket {
  let status: number | null = null;
  let ended = false;
  const end = (code: number, reason: string) => {
    if (ended) return;
    ended = true;
    on.close(code, reason, status);
  };
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, {
      headers,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: FRAME_BYTES_MOST,
      perMessageDeflate: false,
    });
  } catch (error) {
    setImmediate(() => end(1006, `not a usable address: ${String(error)}`));
    return { send() {}, ping() {}, terminate: () => (ended = true) };
  }
  socket.on('open', () => ended || on.open());
  socket.on('message', (data: Buffer) => ended || on.message(data.toString('utf8')));
  socket.on('pong', () => ended || on.pong());
  socket.on('unexpected-response', (_request, response) => {
    status = response.statusCode ?? null;
    response.resume();
    socket.terminate();
    end(1006, `refused with HTTP ${status}`);
  });
  socket.on('error', (error) => end(1006, error.message));
  socket.on('close', (code, reason) => end(code, reason.toString()));
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    ping: () => socket.readyState === WebSocket.OPEN && socket.ping(),
    terminate() {
      ended = true;
      socket.terminate();
    },
  };
}

async function fetchText(url: string): Promise<HttpAnswer> {
  const response = await fetch(url, {
    headers: { 'user-agent': USER_AGENT, accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  const length = Number(response.headers.get('content-length') ?? 0);
  if (length > BODY_BYTES_MOST) throw new Error(`body of ${length} bytes`);
  return { ok: true, status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** Real sockets and requests. No redirect is followed: a venue's host is who answers. */
export const netTransport: Transport = {
  connect,
  get(url, done) {
    fetchText(url).then(done, (error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      done({ ok: false, reason: `${error instanceof Error ? error.message : String(error)}${cause}` });
    });
  },
};
