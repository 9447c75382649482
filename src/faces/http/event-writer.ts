import type { ServerResponse } from 'node:http';
import { onceEach, type Clock } from '../../core/index.ts';

const HEARTBEAT_MS = 10_000;
/** A reader that reads nothing for this long is disconnected; a browser reconnects by itself. */
const STALLED_MS = 60_000;

/** Server-sent events to one reader. `ready` resolves when the socket can accept more; request a message only then. */
export interface EventWriter {
  ready(): Promise<void>;
  send(event: string, data: object): void;
  end(): void;
}

/** The text of a message, computed once for all readers that share the message. */
const textOf = onceEach((data: object) => JSON.stringify(data));

/** Opens the stream with headers, the retry delay and heartbeat comments. `gone` is called once at its end. */
export function openEventStream(response: ServerResponse, clock: Pick<Clock, 'after'>, gone: () => void): EventWriter {
  let cancelBeat = () => {};
  let cancelStall: (() => void) | null = null;
  let over = false;
  const waiting: (() => void)[] = [];
  const wake = () => {
    cancelStall?.();
    cancelStall = null;
    for (const resolve of waiting.splice(0)) resolve();
  };
  const finish = () => {
    if (over) return;
    over = true;
    cancelBeat();
    wake();
    gone();
  };
  response.on('drain', wake);
  response.once('close', finish);
  response.once('error', finish);
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  const write = (text: string) => {
    if (!over && !response.write(text)) cancelStall ??= clock.after(STALLED_MS, () => response.destroy());
  };
  const beat = () => {
    // A full socket needs no heartbeat, which would only fill it further.
    if (!response.writableNeedDrain) write(': alive\n\n');
    cancelBeat = clock.after(HEARTBEAT_MS, beat);
  };
  write('retry: 1000\n\n');
  cancelBeat = clock.after(HEARTBEAT_MS, beat);
  return {
    ready: async () => {
      if (!over && response.writableNeedDrain) await new Promise<void>((resolve) => void waiting.push(resolve));
    },
    send: (event, data) => write(`event: ${event}\ndata: ${textOf(data)}\n\n`),
    end: () => {
      finish();
      response.end();
    },
  };
}
