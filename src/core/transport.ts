import type { Micros } from './time.ts';

/** The current time, and timers. */
export interface Clock {
  now(): Micros;
  /** Calls `run` once, `ms` milliseconds from now; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

export interface SocketEvents {
  open(): void;
  message(text: string): void;
  pong(): void;
  /** Called once, also when the socket never opened. `status` is the HTTP status of a refused upgrade. */
  close(code: number, reason: string, status: number | null): void;
}

export interface Socket {
  send(text: string): void;
  ping(): void;
  /** Stops reading until `resume`, so that the sender has to wait; absent if the transport can't. */
  pause?(): void;
  resume?(): void;
  /** Closes at once; no event follows. */
  terminate(): void;
}

/** `headers` with lower-case names. */
export type HttpAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly ok: false; readonly reason: string };

export interface HttpRequest {
  readonly url: string;
  /** JSON text of a POST, or empty; null: a GET. */
  readonly body: string | null;
}

/** How the feed reaches a venue: real sockets, or the simulator in memory on a clock of its own. */
export interface Transport {
  connect(url: string, headers: Readonly<Record<string, string>>, on: SocketEvents): Socket;
  /** `done` is called once, never from inside `request`. */
  request(request: HttpRequest, done: (answer: HttpAnswer) => void): void;
}

/** Longest WebSocket message taken from a venue, bytes; a 5,000-level snapshot is under 1 MB. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** Longest REST answer taken from a venue, bytes after decompression; the largest known, all of a venue's instruments, is under 8 MB. */
export const MAX_REST_BYTES = 16 * 1024 * 1024;
