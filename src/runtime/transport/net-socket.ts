import { WebSocket } from 'ws';
import type { Socket, SocketEvents } from '../../core/index.ts';
import type { NetLimits } from './limits.ts';

/** RFC 6455: no close frame was received. */
const ABNORMAL = 1006;
/** RFC 6455: a message too big to process. */
const TOO_BIG = 1009;
const TOO_BIG_CODE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';

/**
 * A WebSocket to a venue. A frame above the limit is refused by its header. The connection then closes with 1009, so that the
 * feed logs a close and resynchronises.
 */
export function connectSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
  on: SocketEvents,
  { handshakeMs, frameBytes }: Pick<NetLimits, 'handshakeMs' | 'frameBytes'>,
): Socket {
  let status: number | null = null;
  let ended = false;
  let socket: WebSocket;
  // Needed because the library's own limit restarts with every byte of the answer.
  const deadline = setTimeout(() => {
    end(ABNORMAL, `no handshake within ${handshakeMs} ms`);
    socket.terminate();
  }, handshakeMs);
  const end = (code: number, reason: string) => {
    if (ended) return;
    ended = true;
    clearTimeout(deadline);
    on.close(code, reason, status);
  };
  try {
    socket = new WebSocket(url, { headers, maxPayload: frameBytes, perMessageDeflate: false, followRedirects: false });
  } catch (error) {
    clearTimeout(deadline);
    setImmediate(() => end(ABNORMAL, `not a usable address: ${String(error)}`));
    return { send() {}, ping() {}, terminate: () => (ended = true) };
  }
  socket.on('open', () => {
    clearTimeout(deadline);
    if (!ended) on.open();
  });
  socket.on('message', (data: Buffer) => ended || on.message(data.toString('utf8')));
  socket.on('pong', () => ended || on.pong());
  socket.on('unexpected-response', (_request, response) => {
    status = response.statusCode ?? null;
    response.resume();
    end(ABNORMAL, `refused with HTTP ${status}`);
    socket.terminate();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === TOO_BIG_CODE) end(TOO_BIG, `a frame of over ${frameBytes} bytes`);
    else end(ABNORMAL, error.message);
    // Otherwise the library keeps reading for up to 30 s, waiting for a close frame.
    socket.terminate();
  });
  socket.on('close', (code, reason) => end(code, reason.toString()));
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    ping: () => socket.readyState === WebSocket.OPEN && socket.ping(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    terminate() {
      ended = true;
      clearTimeout(deadline);
      socket.terminate();
    },
  };
}
