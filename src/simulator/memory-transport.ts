import type { Clock, Transport } from '../core/index.ts';
import type { Gate } from './gate.ts';
import type { Link } from './link.ts';

/** The path and query of a URL with any host; null if it is not a URL. */
const pathOf = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** Connects to an exchange without sockets. The host is ignored; only path and query count. */
export function memoryTransport(gate: Gate, clock: Clock): Transport {
  const roundTrip = () => gate.latencyMs() + gate.latencyMs();
  return {
    connect(url, _headers, on) {
      let link: Link | null = null;
      let state: 'connecting' | 'open' | 'over' = 'connecting';
      const wire = {
        deliver(text: string) {
          if (state === 'open') on.message(text);
        },
        pong() {
          if (state === 'open') on.pong();
        },
        close(code: number, reason: string) {
          if (state !== 'open') return;
          state = 'over';
          on.close(code, reason, null);
        },
      };
      clock.after(roundTrip(), () => {
        if (state !== 'connecting') return;
        const path = pathOf(url);
        const accepted = path === null ? { refused: 400 } : gate.accept(path);
        if ('refused' in accepted) {
          state = 'over';
          on.close(1006, 'refused', accepted.refused);
          return;
        }
        state = 'open';
        link = accepted.open(wire);
        on.open();
      });
      return {
        send: (text) => link?.receive(text),
        ping: () => link?.ping(),
        terminate() {
          state = 'over';
          link?.gone();
        },
      };
    },
    request({ url, body }, done) {
      clock.after(roundTrip(), () => {
        const path = pathOf(url);
        if (body !== null) done({ ok: true, status: 405, headers: {}, body: '' });
        else if (path === null) done({ ok: false, reason: `not a URL: ${url}` });
        else gate.request(path, done);
      });
    },
  };
}
